import { DepartmentLink, type LinkOptions, noCounts } from './DepartmentLink';
import type { BreakerState, DepartmentCounts, DepartmentStanding } from './DepartmentObserver';
import type { DepartmentPolicy } from './DepartmentPolicy';
import { StaleAnswers, type StaleAnswersOptions } from './StaleAnswers';

/** What departments are asked with. */
export interface DepartmentsOptions extends LinkOptions {
  /** How that department is asked; asked once for each address. */
  policyOf(department: string): DepartmentPolicy;
  /** Whether good answers are kept for when a department fails. */
  readonly stale?: StaleAnswersOptions;
}

/** A link that is in use. */
interface Held {
  readonly link: DepartmentLink;
  users: number;
}

/**
 * The ways to all departments of one process. Engines that come one after the other use the same ones, so that a new supergraph neither
 * closes sockets nor forgets that a department is failing.
 */
export class Departments {
  private readonly heldByPlace = new Map<string, Held>();
  private readonly countsByName = new Map<string, DepartmentCounts>();

  /** The last good answers; undefined where none are kept. */
  readonly stale: StaleAnswers | undefined;

  constructor(private readonly options: DepartmentsOptions) {
    this.stale = options.stale && new StaleAnswers(options.stale, options.clock);
  }

  /** How that department is asked. */
  policyOf(department: string): DepartmentPolicy {
    return this.options.policyOf(department);
  }

  /** The way to a department; to be released by whoever asked for it. */
  link(department: string, url: string): DepartmentLink {
    const place = `${department} ${url}`;
    let held = this.heldByPlace.get(place);
    if (!held) {
      const policy = this.options.policyOf(department);
      const counts = this.countsOf(department);
      held = { link: new DepartmentLink({ department, url, policy, counts }, this.options), users: 0 };
      this.heldByPlace.set(place, held);
    }
    held.users++;
    return held.link;
  }

  /** Closes the sockets where nobody else uses them, once requests under way have ended. */
  async release({ place: { department, url } }: DepartmentLink): Promise<void> {
    const place = `${department} ${url}`;
    const held = this.heldByPlace.get(place);
    if (!held || --held.users > 0) return;
    this.heldByPlace.delete(place);
    await held.link.close();
  }

  /** How things stand with each department that is in use; of two addresses, with the newer one. */
  standings(): DepartmentStanding[] {
    const links = [...this.heldByPlace.values()].map(({ link }) => link);
    const byName = new Map(links.map((link) => [link.place.department, link]));
    return [...byName.values()].map((link) => link.standing());
  }

  /** The state of that department's breaker; closed where it is not in use. */
  breakerOf(department: string): BreakerState {
    const standing = this.standings().find((each) => each.department === department);
    return standing?.breaker ?? 'closed';
  }

  private countsOf(department: string): DepartmentCounts {
    const counts = this.countsByName.get(department) ?? noCounts();
    this.countsByName.set(department, counts);
    return counts;
  }
}
