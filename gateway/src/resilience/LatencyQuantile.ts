/** Each bucket reaches a tenth further than the one before: that is how exact a quantile is. */
const growth = Math.log(1.1);
/** The first bucket ends at this many milliseconds, the last at some ten minutes. */
const firstMs = 0.1;
const buckets = 165;
/** After so many times the older ones count half. */
const forgetAfter = 1_000;
/** A quantile of fewer says nothing. */
const fewest = 50;
/** It is worked out again after so many further times. */
const keptFor = 32;

/** A running quantile of the times that a department takes, in a few hundred numbers; older times weigh less. */
export class LatencyQuantile {
  private readonly counts = new Float64Array(buckets);
  private total = 0;
  private sinceComputed = 0;
  private known: number | null = null;

  constructor(private readonly quantile: number) {}

  /** The quantile in milliseconds, up to a tenth too high; null where too few times are known. */
  get valueMs(): number | null {
    return this.known;
  }

  add(ms: number): void {
    const index = ms <= firstMs ? 0 : Math.min(buckets - 1, Math.ceil(Math.log(ms / firstMs) / growth));
    this.counts[index] = (this.counts[index] as number) + 1;
    this.total++;
    if (++this.sinceComputed < keptFor && this.known !== null) return;
    this.sinceComputed = 0;
    if (this.total >= forgetAfter) this.forgetHalf();
    this.known = this.total < fewest ? null : this.compute();
  }

  private compute(): number {
    const wanted = this.total * this.quantile;
    let seen = 0;
    let index = -1;
    while (seen < wanted && index < buckets - 1) seen += this.counts[++index] as number;
    return firstMs * Math.exp(growth * index);
  }

  private forgetHalf(): void {
    for (let index = 0; index < buckets; index++) this.counts[index] = (this.counts[index] as number) / 2;
    this.total /= 2;
  }
}
