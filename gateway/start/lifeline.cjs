/**
 * Loaded into each process that the supervisor starts, before its program: when the supervisor dies in whatever way,
 * the operating system closes this standard input, and the process ends as on SIGTERM, by force after ten seconds.
 */
const { isMainThread } = require('node:worker_threads');

const endsWithinMs = 10_000;

const end = () => {
  setTimeout(() => process.exit(1), endsWithinMs).unref();
  process.kill(process.pid, 'SIGTERM');
};
// A thread of the program loads this file as well, and its standard input is not that of the process.
if (isMainThread) {
  process.stdin.resume().once('end', end).once('error', end);
  // Listening here must not keep alive a program that is done.
  process.stdin.unref();
}
