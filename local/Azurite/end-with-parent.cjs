// Loaded into Azurite before anything else. Its standard input is a pipe from the process that started it; when that process goes, however it
// goes, the pipe closes and Azurite stops: properly at first, so that a data folder is written out, and by force if that takes too long.
'use strict';

process.stdin.resume();
process.stdin.on('close', () => {
  process.emit('SIGTERM', 'SIGTERM');
  setTimeout(() => process.exit(0), 4000).unref();
});
