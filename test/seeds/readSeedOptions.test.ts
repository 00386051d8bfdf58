import { readSeedOptions } from '@lien-thong/seeds';
import { ConfigurationError } from '@lien-thong/subgraph-kit';

const known = ['ict', 'finance', 'planning'];
const read = (text: string) => readSeedOptions(text.split(' ').filter(Boolean), known);

describe('the words after npm run seed', () => {
  it('are all packs of tier S into all departments without any', () => {
    expect(read('')).toEqual({
      command: 'load',
      packs: ['facts', 'external', 'illustrative'],
      tier: 'S',
      departments: known,
      isDryRun: false,
      onlyEmpty: false,
      isCheckOnly: false,
    });
  });

  it('choose packs, tier and department, with a space or an equals sign', () => {
    const wanted = {
      packs: ['facts', 'illustrative'],
      tier: 'L',
      departments: ['finance'],
      isDryRun: true,
      onlyEmpty: true,
    };
    expect(
      read('--packs illustrative,facts --tier L --department finance --dry-run --if-empty'),
    ).toMatchObject(wanted);
    expect(
      read('--packs=illustrative,facts --tier=L --if-empty --department=finance --dry-run'),
    ).toMatchObject(wanted);
  });

  it('begin with a command', () => {
    expect(read('check').command).toBe('check');
    expect(read('manifest --check')).toMatchObject({ command: 'manifest', isCheckOnly: true });
  });

  it('are refused with every mistake named', () => {
    const attempt = () => read('--packs facts,fiction --tier XXL --department health --force');
    expect(attempt).toThrow(ConfigurationError);
    expect(attempt).toThrow(/--packs: there is no pack "fiction"\. Known: facts, external, illustrative\./);
    expect(attempt).toThrow(/--tier: there is no tier "XXL"\. Known: S, M, L, XL\./);
    expect(attempt).toThrow(
      /--department: there is no department "health"\. Known: ict, finance, planning\./,
    );
    expect(attempt).toThrow(/"--force" is not known\./);
  });

  it('name at least one pack', () => {
    expect(() => read('--packs ,')).toThrow(/--packs names no pack/);
  });
});
