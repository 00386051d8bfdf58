/** What a judge says. */
export interface Verdict {
  readonly judge: string;
  readonly passed: boolean;
  /** What it looked at and found, in one line. */
  readonly summary: string;
  /** What it wrote, for somebody who has to find out why. */
  readonly details: string;
}
