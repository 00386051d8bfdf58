import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { definition as finance } from '@lien-thong/finance';
import { definition as ict } from '@lien-thong/ict';
import { definition as planning } from '@lien-thong/planning';
import type { DepartmentName } from '@lien-thong/schema';
import { type AnyAggregate, connectMongo } from '@lien-thong/subgraph-kit';
import { journalProblems, type SentCommand } from '../crash/journalProblems';
import { type ChaosCity, departmentNames } from './ChaosCity';
import { PlainClient } from './PlainClient';

/** A command that is being sent until somebody says that it is done. */
interface Command {
  readonly department: DepartmentName;
  readonly mutation: string;
  readonly key: string;
  readonly input: object;
}

interface Payload {
  readonly replayed: boolean;
  readonly errors: ReadonlyArray<{ readonly code: string }>;
  readonly document?: { readonly id: string };
}

/** What became of the commands. */
export interface CommandCounts {
  /** Sent for the first time. */
  readonly commands: number;
  /** Acknowledged, at the first time or a later one. */
  readonly acknowledged: number;
  /** Not acknowledged at the first time, and sent again with the same key. */
  readonly sentAgain: number;
  /** Of those, the ones that had been done all the same. */
  readonly replayed: number;
}

const aggregates: Readonly<Record<DepartmentName, readonly AnyAggregate[]>> = {
  ict: ict.aggregates ?? [],
  finance: finance.aggregates ?? [],
  planning: planning.aggregates ?? [],
};

/** A refusal that says that nothing was written and that it may be tried again. */
const mayBeRepeated = new Set(['UPSTREAM_UNAVAILABLE', 'VERSION_CONFLICT']);

/**
 * Sends commands to each department through the gateway, one after the other, and those without an acknowledgement again
 * with their keys. What they write is seen by none of the fourteen questions.
 */
export class CommandLoad {
  readonly #client: PlainClient;
  readonly #tokens = new Map<DepartmentName, string>();
  readonly #sent: SentCommand[] = [];
  readonly #open: Command[] = [];
  #decisionId = '';
  #number = 0;
  #counts = { commands: 0, acknowledged: 0, sentAgain: 0, replayed: 0 };
  #isRunning = false;
  #writers: Promise<void>[] = [];

  /** Why commands were not acknowledged, in the order in which that was known. */
  readonly reasons: string[] = [];

  constructor(private readonly city: ChaosCity) {
    this.#client = new PlainClient(city.url);
  }

  get counts(): CommandCounts {
    return { ...this.#counts };
  }

  /** Registers the decision that the estimates rest on. */
  async prepare(): Promise<void> {
    for (const name of departmentNames) {
      this.#tokens.set(name, await this.city.keys.tokenFor(name, 'officer', 86_400));
    }
    const input = { number: '1/THU', kind: 'DECISION', title: { vi: 'Quyết định thử' }, status: 'ISSUED' };
    const issued = { issuerId: 'UBND-TP', issuedOn: '2019-03-01' };
    const decision = this.#command('ict', 'registerDocument', { ...input, ...issued });
    const payload = await this.#send(decision, 'document { id }');
    this.#decisionId = payload.document?.id ?? '';
    const ceiling = { decisionDocumentId: this.#decisionId, amount: 1_000_000_000 };
    await this.#send(this.#command('finance', 'setBudgetCeiling', ceiling));
  }

  /** One command to each department that must be done at once. */
  async once(): Promise<void> {
    for (const name of departmentNames) {
      const command = this.#next(name);
      const payload = await this.#send(command);
      if (payload.errors.length > 0) throw new Error(`${command.mutation}: ${JSON.stringify(payload)}`);
    }
  }

  /** Begins to send: a command to each department, the next when it is answered and the pause is over. */
  start(pauseMs: number): void {
    this.#isRunning = true;
    this.#writers = departmentNames.map(async (name) => {
      while (this.#isRunning) {
        this.#counts.commands += 1;
        await this.#try(this.#next(name));
        await delay(pauseMs);
      }
    });
  }

  /** Ends when the last command is answered, or was given up. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    await Promise.all(this.#writers);
  }

  /** Sends everything that was not acknowledged again, with its key. */
  async sendAgain(): Promise<void> {
    for (const command of this.#open.splice(0)) {
      this.#counts.sentAgain += 1;
      await this.#try(command);
    }
  }

  /** What the journals do not hold that was acknowledged, gaps, doubles, rows that lag behind; in sentences. */
  async problems(): Promise<string[]> {
    await this.sendAgain();
    const problems = this.#open.map(({ mutation, key }) => `${mutation} ${key} is not done after all`);
    for (const name of departmentNames) {
      const { db, close } = connectMongo({ uri: this.city.databases[name].uri, defaultDatabase: name });
      const own = this.#sent.filter(({ mutation }) => departmentOf[mutation] === name);
      problems.push(...(await journalProblems(db, own, aggregates[name])));
      await close();
    }
    return problems;
  }

  close(): void {
    this.#client.close();
  }

  #command(department: DepartmentName, mutation: string, input: object): Command {
    return { department, mutation, key: randomUUID(), input };
  }

  #next(name: DepartmentName): Command {
    this.#number += 1;
    const code = `THU-${this.#number}`;
    if (name === 'ict') {
      const input = { kind: 'OTHER', title: { vi: `Dự thảo ${code}` }, status: 'DRAFT' };
      return this.#command(name, 'registerDocument', input);
    }
    if (name === 'planning') {
      const period = { startDate: '2041-01-01', endDate: '2041-12-31' };
      const input = { code, name: { vi: `Chương trình ${code}` }, period, leadId: 'SO-KHDT' };
      return this.#command(name, 'createProgramme', input);
    }
    const line = { code, name: { vi: `Dòng ${code}` }, fiscalYear: 2041, spendingUnitId: 'SO-TTTT' };
    const money = { fundingSource: 'RECURRENT', amount: 1, decisionDocumentId: this.#decisionId };
    return this.#command(name, 'setBudgetEstimate', { ...line, ...money });
  }

  async #try(command: Command): Promise<void> {
    const { mutation, key } = command;
    try {
      const { errors, replayed } = await this.#send(command);
      const refusal = errors[0];
      if (refusal && mayBeRepeated.has(refusal.code)) {
        this.reasons.push(`${mutation}: ${refusal.code}`);
        this.#open.push(command);
        return;
      }
      if (refusal) throw new TypeError(`${mutation} is refused: ${refusal.code}`);
      this.#counts.acknowledged += 1;
      if (replayed) this.#counts.replayed += 1;
      this.#sent.push({ mutation, key, outcome: replayed ? 'replayed' : 'done' });
    } catch (error) {
      if (error instanceof TypeError) throw error;
      this.reasons.push(`${mutation}: ${error instanceof Error ? error.message : String(error)}`);
      this.#open.push(command);
      this.#sent.push({ mutation, key, outcome: null });
    }
  }

  /** Rejects where there is no payload, for whatever reason. */
  async #send({ department, mutation, key, input }: Command, read = ''): Promise<Payload> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${read} replayed errors { code } } }`;
    const variables = { input: { ...input, idempotencyKey: key } };
    const headers = { authorization: `Bearer ${this.#tokens.get(department)}` };
    const { body } = await this.#client.post(JSON.stringify({ query, variables }), headers);
    const answer = JSON.parse(body) as { data?: Record<string, Payload | null> | null; errors?: unknown };
    const payload = answer.data?.[mutation];
    if (!payload) throw new Error(JSON.stringify(answer.errors));
    return payload;
  }
}

const departmentOf: Readonly<Record<string, DepartmentName>> = {
  registerDocument: 'ict',
  createProgramme: 'planning',
  setBudgetCeiling: 'finance',
  setBudgetEstimate: 'finance',
};
