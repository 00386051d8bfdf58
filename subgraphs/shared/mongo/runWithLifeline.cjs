/**
 * Runs the command line that follows, and ends it when standard input is closed: the operating system does that
 * when the process that started this one dies in whatever way, so that no server is left behind.
 * Plain JavaScript, since it is started as a process of its own from the sources and from the build alike.
 */
const { spawn } = require('node:child_process');

let child;
const end = () => child?.kill('SIGTERM');
// Before the server runs, so that no signal can end this process and leave the server.
process.on('SIGTERM', end);
process.on('SIGINT', end);
process.stdin.resume().on('end', end).on('error', end);

const [file, ...args] = process.argv.slice(2);
child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit'] });
// Whoever wants to end the server itself needs its id.
if (child.pid) console.log(`server process ${child.pid}`);
child.on('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on('exit', (code) => process.exit(code ?? 1));
