import { startTestbed, type Testbed } from './testbed';

const scorecard = `query ($code: String! = "CT-UDCNTT-2019", $period: TimePeriod! = "2019") {
  programmeByCode(code: $code) {
    code
    lead { name { vi } }
    scorecard(period: $period) {
      indicator { code name { vi } unit { code } }
      target { value qualifier supersedes { value } setBy { id } }
      actual { value upperValue period status }
      expected gap attainment state
    }
  }
}`;

describe('the facts answers', () => {
  let bed: Testbed;
  beforeAll(async () => {
    bed = await startTestbed(['facts']);
  }, 120_000);
  afterAll(() => bed.stop());

  test('01: the scorecard has six targets for 2019, all without data', async () => {
    const { data, errors, databaseCommands } = await bed.ask(scorecard);
    expect(errors).toBeUndefined();
    const rows = data.programmeByCode.scorecard;
    expect(rows.map((row: { indicator: { code: string } }) => row.indicator.code)).toEqual([
      'DVCTT-MD34',
      'DVCTT-MD4',
      'HNTT-XA',
      'HOP-TT',
      'KNDL-QG',
      'VBDT',
    ]);
    expect(new Set(rows.map((row: { state: string }) => row.state))).toEqual(new Set(['NO_DATA']));
    expect(databaseCommands).toBeLessThanOrEqual(3);
  });
});
