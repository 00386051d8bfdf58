/**
 * Runs the command line that follows, and ends it when standard input is closed: the operating system does that
 * when the process that started this one dies in whatever way, so that no server is left behind.
 * Plain JavaScript, since it is started as a process of its own from the sources and from the build alike.
 */
const { spawn } = require('node:child_process');

const [file, ...args] = process.argv.slice(2);
const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit'] });

const end = () => child.kill('SIGTERM');
process.stdin.resume().on('end', end).on('error', end);
process.on('SIGTERM', end);
process.on('SIGINT', end);
child.on('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on('exit', (code) => process.exit(code ?? 1));
