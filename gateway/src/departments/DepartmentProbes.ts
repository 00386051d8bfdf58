import type { DepartmentAccess } from '../auth/DepartmentAccess';
import { DepartmentClient } from './DepartmentClient';
import { type DepartmentState, probeDepartment } from './probeDepartment';

/** How long a department may take to say that it is ready, in milliseconds. */
const deadlineMs = 2_000;
/** Within so many milliseconds the last answer is given again, so that probes of the gateway cannot flood departments. */
const keptMs = 500;
const answerLimitBytes = 65_536;

/** Asks all departments of a supergraph for their state, over connections of its own. */
export class DepartmentProbes {
  #clients = new Map<string, { readonly url: string; readonly client: DepartmentClient }>();
  #last: { readonly at: number; readonly states: Promise<DepartmentState[]> } | null = null;

  constructor(private readonly access?: DepartmentAccess) {}

  /** The state of each department at its address, in the order given. Never rejects. */
  states(urls: ReadonlyMap<string, string>): Promise<DepartmentState[]> {
    if (this.#last && Date.now() - this.#last.at < keptMs) return this.#last.states;
    const clients = [...urls].map(([name, url]) => this.#client(name, url));
    const states = Promise.all(clients.map((client) => probeDepartment(client, deadlineMs)));
    this.#last = { at: Date.now(), states };
    return states;
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map(({ client }) => client.close()));
  }

  #client(name: string, url: string): DepartmentClient {
    const known = this.#clients.get(name);
    if (known?.url === url) return known.client;
    // Nobody waits for the connections to a former address.
    void known?.client.close();
    const client = new DepartmentClient({ name, url, deadlineMs, answerLimitBytes, access: this.access });
    this.#clients.set(name, { url, client });
    return client;
  }
}
