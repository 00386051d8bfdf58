import { parentPort, workerData } from 'node:worker_threads';
import { printSchema } from 'graphql';
import { checkSupergraph } from './Supergraph';

/** Runs in a thread of its own, once: checks a supergraph and answers with what the gateway's thread needs of it, as plain data. */
try {
  const { apiSchema, metadata } = checkSupergraph((workerData as { sdl: string }).sdl);
  parentPort?.postMessage({ apiSdl: printSchema(apiSchema), metadata });
} catch (error) {
  const reasons = (error as { extensions?: { reasons?: unknown } }).extensions?.reasons ?? [String(error)];
  parentPort?.postMessage({ reasons });
}
