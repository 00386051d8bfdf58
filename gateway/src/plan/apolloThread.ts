import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { QueryPlan } from '@apollo/query-planner';
import { ApolloPlanner, type ApolloPlanRequest } from './apolloPlanner';
import { fromApollo } from './fromApollo';
import type { Planner } from './Planner';
import { decideLabels } from './settleOverrides';

interface Waiting {
  readonly request: ApolloPlanRequest;
  resolve(plan: QueryPlan): void;
  reject(error: Error): void;
}

/**
 * Apollo's planner in a thread of its own, started at the first plan. A plan that outlives its signal takes the thread with it: the
 * planner is synchronous, and nothing else would stop it.
 */
export function createApolloPlanner(supergraphSdl: string, overrideLabels: readonly string[]): Planner {
  const thread = new PlannerThread(supergraphSdl);
  return {
    name: 'apollo',
    async plan(request) {
      const plan = await thread.plan(
        {
          text: request.text,
          overrides: [...decideLabels(overrideLabels, request.overrides)],
          isInternal: request.isInternal,
        },
        request.signal,
      );
      return fromApollo(plan, request.kind);
    },
    dispose: () => thread.stop(),
  };
}

class PlannerThread {
  private worker: Worker | undefined;
  private local: ApolloPlanner | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;
  private readonly script = join(__dirname, 'apolloWorker.js');

  constructor(private readonly supergraphSdl: string) {}

  plan(request: ApolloPlanRequest, signal?: AbortSignal): Promise<QueryPlan> {
    // Sources that run without a build (the tests) have no script that a thread could load.
    if (!existsSync(this.script)) {
      this.local ??= new ApolloPlanner(this.supergraphSdl);
      const { local } = this;
      return Promise.resolve().then(() => local.plan(request));
    }
    this.worker ??= this.start(this.script);
    return this.ask(this.worker, request, signal);
  }

  async stop(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    this.failAll(new Error('The planner was stopped.'));
    await worker?.terminate();
  }

  /** Ends the thread that one plan keeps busy; whoever waited behind it is planned for by the next thread. */
  private giveUp(id: number): void {
    const late = this.waiting.get(id);
    if (!late) return;
    this.waiting.delete(id);
    late.reject(new Error('The plan took too long.'));
    const { worker } = this;
    this.worker = undefined;
    void worker?.terminate();
    if (this.waiting.size === 0) return;
    const next = this.start(this.script);
    this.worker = next;
    for (const [waitingId, { request }] of this.waiting) next.postMessage({ id: waitingId, request });
  }

  private start(script: string): Worker {
    const worker = new Worker(script, { workerData: { supergraphSdl: this.supergraphSdl } });
    worker.unref();
    worker.on('message', ({ id, plan, error }: { id: number; plan?: QueryPlan; error?: string }) => {
      const waiting = this.waiting.get(id);
      this.waiting.delete(id);
      if (plan) waiting?.resolve(plan);
      else waiting?.reject(new Error(error));
    });
    worker.on('error', (error) => {
      if (this.worker === worker) this.worker = undefined;
      this.failAll(error instanceof Error ? error : new Error(String(error)));
    });
    return worker;
  }

  private ask(worker: Worker, request: ApolloPlanRequest, signal?: AbortSignal): Promise<QueryPlan> {
    const id = this.count++;
    return new Promise<QueryPlan>((resolve, reject) => {
      this.waiting.set(id, { request, resolve, reject });
      signal?.addEventListener('abort', () => this.giveUp(id));
      worker.postMessage({ id, request });
    });
  }

  private failAll(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
