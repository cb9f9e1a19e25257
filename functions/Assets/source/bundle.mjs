// Makes the files that the public pages load: one style sheet, and the icon. Run by the build: node bundle.mjs <target folder>.
// Each is written as it is and compressed, so that nothing is compressed per request.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const here = dirname(fileURLToPath(import.meta.url))
const target = process.argv[2]
mkdirSync(target, { recursive: true })

// The typeface and the crest of govuk-frontend are for the service.gov.uk domain alone, so neither their rules nor their files are shipped.
const framework = readFileSync(join(here, '../../node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css'), 'utf8')
  .replace(/\/\*![^*]*Calvert[^*]*\*\//, '')
  .replace(/@font-face\{[^}]*\}/g, '')
  .replace(/GDS Transport,\s*/g, '')
  .replace(/url\([^)]*\)/g, 'none')
  .replace(/\/\*# sourceMappingURL[^*]*\*\//, '')

if (/GDS Transport|crest|url\(/.test(framework)) {
  throw new Error('govuk-frontend has changed: a typeface or image of its own is left in the style sheet.')
}

const own = readFileSync(join(here, 'heldspace.css'), 'utf8')
write('heldspace.css', framework + '\n' + own)
write('icon.svg', readFileSync(join(here, 'icon.svg'), 'utf8'))

function write (name, text) {
  const bytes = Buffer.from(text, 'utf8')
  writeFileSync(join(target, name), bytes)
  writeFileSync(join(target, name + '.gz'), gzipSync(bytes, { level: 9 }))
  writeFileSync(join(target, name + '.br'), brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT }
  }))
}
