import { addMonths, type Day } from './calendar';
import type { ContractStatus } from './model';
import { drawBetween, drawChance } from './random';

/** What is known of a contract before its deliveries are settled. */
export interface DeliveryWish {
  readonly index: number;
  readonly status: ContractStatus;
  readonly startsOn: Day;
}

/** How a contract is delivered. */
export interface Delivery {
  readonly cadenceMonths: 1 | 3;
  /** Planned, at least 2. */
  readonly instalments: number;
  /** Accepted so far; all of them for a TERMINATED contract, none for one that is not live. */
  readonly accepted: number;
}

interface Draft {
  readonly wish: DeliveryWish;
  cadenceMonths: 1 | 3;
  instalments: number;
  accepted: number;
  most: number;
}

const MOST_INSTALMENTS = 12;

/** How many instalments can be over and accepted by a day. */
function mostBy(asOf: Day, startsOn: Day, cadenceMonths: number): number {
  let most = 0;
  while (most < MOST_INSTALMENTS && addMonths(startsOn, (most + 1) * cadenceMonths) <= asOf) most += 1;
  return most;
}

function draft(wish: DeliveryWish, asOf: Day): Draft {
  const tuple = (field: string) => ({ kind: 'contract', index: wish.index, field });
  const isMonthly = drawChance(30, tuple('monthly'));
  // An ended contract has at least two instalments behind it: where two quarters are too long it is a monthly one.
  const isShort = wish.status === 'TERMINATED' && mostBy(asOf, wish.startsOn, 3) < 2;
  const cadenceMonths = isMonthly || isShort ? 1 : 3;
  const wanted = isMonthly
    ? drawBetween(3, 8, tuple('instalments'))
    : drawBetween(2, 5, tuple('instalments'));
  const most = mostBy(asOf, wish.startsOn, cadenceMonths);
  if (wish.status === 'TERMINATED') {
    const done = Math.max(2, Math.min(wanted, most));
    return { wish, cadenceMonths, instalments: done, accepted: done, most };
  }
  if (wish.status !== 'ACTIVE') return { wish, cadenceMonths, instalments: wanted, accepted: 0, most: 0 };
  // A lease that is over may lack its last acceptance; one that runs has what its time allows.
  const lacking = most >= wanted && drawChance(40, tuple('lacking')) ? 1 : 0;
  return { wish, cadenceMonths, instalments: wanted, accepted: Math.min(most, wanted - lacking), most };
}

/** One acceptance more, with its instalment where all planned ones are accepted. False when time does not allow it. */
function extend(delivery: Draft): boolean {
  if (delivery.accepted >= delivery.most) return false;
  delivery.accepted += 1;
  delivery.instalments = Math.max(delivery.instalments, delivery.accepted);
  return true;
}

/** One acceptance less. A terminated contract keeps two, and loses the instalment with it. */
function shorten(delivery: Draft): boolean {
  if (delivery.accepted <= (delivery.wish.status === 'TERMINATED' ? 2 : 0)) return false;
  delivery.accepted -= 1;
  if (delivery.wish.status === 'TERMINATED') delivery.instalments = delivery.accepted;
  return true;
}

/** Deals out what is missing or too much one by one over the contracts, in their order. */
function adjust(drafts: readonly Draft[], target: number, asOf: Day): void {
  const live = drafts.filter(({ wish }) => wish.status === 'ACTIVE' || wish.status === 'TERMINATED');
  let missing = target - live.reduce((sum, { accepted }) => sum + accepted, 0);
  let quarterly = live.filter(({ cadenceMonths }) => cadenceMonths === 3);
  while (missing !== 0) {
    let changed = false;
    for (const delivery of live) {
      if (missing === 0) break;
      if (!(missing > 0 ? extend(delivery) : shorten(delivery))) continue;
      missing += missing > 0 ? -1 : 1;
      changed = true;
    }
    if (changed) continue;
    // All that time allows is used up: a quarterly contract becomes a monthly one, which allows more.
    const [next, ...rest] = quarterly;
    if (!next) throw new Error('The contracts of a cohort leave no room for their acceptances.');
    quarterly = rest;
    next.cadenceMonths = 1;
    next.most = mostBy(asOf, next.wish.startsOn, 1);
  }
}

/** Instalments and acceptances of the contracts of a cohort; the acceptances add up to exactly `accepted`. */
export function deliver(
  wishes: readonly DeliveryWish[],
  target: { readonly accepted: number; readonly asOf: Day },
): Delivery[] {
  const drafts = wishes.map((wish) => draft(wish, target.asOf));
  adjust(drafts, target.accepted, target.asOf);
  return drafts.map(({ cadenceMonths, instalments, accepted }) => ({ cadenceMonths, instalments, accepted }));
}
