import { dirname, join } from 'node:path';

const besideNode = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');

/** npm's own JavaScript file, to be run with Node: npm tells it to the scripts that it starts. */
export const npmScript = process.env.npm_execpath ?? besideNode;
