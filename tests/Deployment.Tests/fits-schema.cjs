// Holds JSON files against a JSON schema of draft 4, the one that the Functions host publishes.
// Usage: node fits-schema.cjs SCHEMA FILE... Prints a line per problem; exit code 1 where there is one.
const { readFileSync } = require("node:fs");
const Ajv = require("ajv-draft-04").default ?? require("ajv-draft-04");

const [schema, ...files] = process.argv.slice(2);
const read = (file) => JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
const fits = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false }).compile(read(schema));
for (const file of files) {
  if (!fits(read(file))) {
    for (const { instancePath, message } of fits.errors) {
      console.log(`${file} ${instancePath || "/"} ${message}`);
    }

    process.exitCode = 1;
  }
}
