import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../helpers/repositoryRoot';
import { readTracked, trackedFiles } from '../schema/repositoryFiles';

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const read = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8');
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
const installed = Object.entries(packages).filter(
  ([path, { link }]) => path.includes('node_modules/') && !link,
);

describe('packages', () => {
  test('are named with exact versions', () => {
    const loose = trackedFiles()
      .filter((path) => /(^|\/)package\.json$/.test(path))
      .flatMap((path) => {
        const { dependencies = {}, devDependencies = {} } = JSON.parse(readTracked(path)) as Record<
          string,
          Record<string, string>
        >;
        return Object.entries({ ...dependencies, ...devDependencies })
          .filter(([, version]) => !/^\d+\.\d+\.\d+([-+].*)?$/.test(version))
          .map(([name, version]) => `${path}: ${name} ${version}`);
      });
    expect(loose).toEqual([]);
  });

  test('have checksums, each', () => {
    expect(installed.filter(([, { integrity }]) => !integrity).map(([path]) => path)).toEqual([]);
    expect(installed.length).toBeGreaterThan(100);
  });

  test('run nothing when they are installed, and those that would are known', () => {
    expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true');
    const names = installed
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect(names.sort()).toEqual(['@apollo/protobufjs', '@parcel/watcher', '@swc/core', 'protobufjs']);
    for (const name of names) expect(read('SECURITY.md')).toContain(`\`${name}\``);
  });

  test('of the federation are there once each', () => {
    const copies = installed.filter(([path]) => path.endsWith('node_modules/@apollo/federation-internals'));
    expect(copies).toHaveLength(1);
  });
});

test('the packages of the judges are pinned', () => {
  const lines = read('test/judges/requirements.txt')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines.filter((line) => !/^[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+]*$/.test(line))).toEqual([]);
  expect(lines.some((line) => line.startsWith('schemathesis=='))).toBe(true);
});
