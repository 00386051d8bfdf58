import type { MongoClient } from 'mongodb';
import type { Registry } from 'prom-client';
import { addReading } from './addReading';
import { Children } from './Children';
import { Durations } from './Durations';
import { currentSpan } from './requestScope';
import { Tally } from './Tally';
import type { TraceSpan, Tracing } from './Tracing';

/** Commands take less than a request does. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts the commands of a client by their names, with what they took, and its connections. */
export function measureDatabase(client: MongoClient, registry: Registry): void {
  const prefix = 'lien_thong_department_database_';
  const commands = new Tally(registry, {
    name: `${prefix}commands_total`,
    help: 'Commands to the database by name and outcome.',
    labels: ['command', 'outcome'],
  });
  const durations = new Durations(registry, {
    name: `${prefix}command_duration_seconds`,
    help: 'From the sending of a command to its answer.',
    labels: ['command'],
    buckets,
  });
  const series = new Children((command) => ({
    ok: commands.child(command, 'ok'),
    failed: commands.child(command, 'failed'),
    took: durations.child(command),
  }));
  client.on('commandSucceeded', ({ commandName, duration }) => {
    const { ok, took } = series.of(commandName);
    ok.add();
    took.observe(duration);
  });
  client.on('commandFailed', ({ commandName, duration }) => {
    const { failed, took } = series.of(commandName);
    failed.add();
    took.observe(duration);
  });
  let open = 0;
  let busy = 0;
  client.on('connectionCreated', () => void open++).on('connectionClosed', () => void open--);
  client.on('connectionCheckedOut', () => void busy++).on('connectionCheckedIn', () => void busy--);
  addReading(registry, {
    ...{ type: 'gauge', name: `${prefix}connections`, labels: ['state'] },
    help: 'Connections to the database.',
    read: () => [
      [['busy'], busy],
      [['idle'], Math.max(0, open - busy)],
    ],
  });
}

/** Gives each command within a traced request a span; what was looked for is not in it. */
export function traceDatabase(client: MongoClient, tracing: Tracing): void {
  const spans = new Map<number, TraceSpan>();
  client.on('commandStarted', ({ requestId, commandName, command, databaseName }) => {
    const parent = currentSpan.getStore();
    if (!parent?.isRecorded) return;
    const collection: unknown = command[commandName];
    const facts = {
      'db.system.name': 'mongodb',
      'db.operation.name': commandName,
      'db.namespace': databaseName,
      'db.collection.name': typeof collection === 'string' ? collection : undefined,
    };
    spans.set(requestId, tracing.begin(`${commandName} ${collection}`, { kind: 'client', parent, facts }));
  });
  const end = (requestId: number, problem?: string): void => {
    spans.get(requestId)?.end(problem);
    spans.delete(requestId);
  };
  client.on('commandSucceeded', ({ requestId }) => end(requestId));
  client.on('commandFailed', ({ requestId }) => end(requestId, 'failed'));
}
