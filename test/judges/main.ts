import { makeCallerKeys } from '../helpers/callerKeys';
import { startCity } from '../helpers/startCity';
import { startProcess } from '../helpers/startProcess';
import { judgeByClairvoyance } from './judgeByClairvoyance';
import { judgeBySchemathesis } from './judgeBySchemathesis';
import { makePythonEnvironment } from './PythonEnvironment';
import type { Verdict } from './Verdict';

/** Lines of a judge that failed. */
const shownLines = 150;

/** Runs the judges against a city of its own, and answers with their verdicts. */
async function judge(): Promise<Verdict[]> {
  const python = await makePythonEnvironment((line) => console.log(line));
  const keys = await makeCallerKeys();
  const city = await startCity({
    packs: ['facts', 'external', 'illustrative'],
    departmentEnv: keys.departmentEnv,
    gatewayEnv: keys.gatewayEnv,
  });
  try {
    const token = await keys.tokenFor('finance', 'officer');
    const generated = await judgeBySchemathesis(python, { url: `${city.origin}/graphql`, token });
    const secretive = await startProcess({
      file: 'gateway/dist/main.js',
      args: ['--port', '0', '--host', '127.0.0.1', '--log-format', 'json', '--introspection', 'off'],
      env: Object.fromEntries(
        Object.entries(city.urls).map(([name, url]) => [`${name.toUpperCase()}_URL`, url]),
      ),
      ready: /the gateway serves (http:\/\/[^/"]+)/,
    });
    const rebuilt = await judgeByClairvoyance(python, {
      closed: `${secretive.readyLine[1]}/graphql`,
      open: `${city.origin}/graphql`,
    });
    await secretive.stop();
    return [generated, rebuilt];
  } finally {
    await city.stop();
    await keys.remove();
  }
}

judge().then(
  (verdicts) => {
    for (const { passed, details } of verdicts)
      if (!passed) console.log(details.split('\n').slice(-shownLines).join('\n'));
    for (const { judge: name, passed, summary } of verdicts)
      console.log(`${passed ? 'passed' : 'FAILED'}  ${name}: ${summary}`);
    process.exit(verdicts.every(({ passed }) => passed) ? 0 : 1);
  },
  (error: Error) => {
    console.error(`FAILED  the judges could not be heard: ${error.message}`);
    process.exit(1);
  },
);
