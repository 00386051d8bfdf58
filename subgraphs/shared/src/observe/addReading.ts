import type { Registry } from 'prom-client';
import { labelled, register } from './Tally';

/** One value with the values of its labels, in their order. */
export type ReadValue = readonly [labels: readonly string[], value: number];

/** A metric whose values somebody keeps anyway. */
export interface Reading {
  readonly type: 'gauge' | 'counter';
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  /** How the values of several processes become one; the sum where left out. */
  readonly aggregator?: 'sum' | 'min' | 'max';
  read(): readonly ReadValue[] | Promise<readonly ReadValue[]>;
}

/** Adds a metric that is read when somebody asks for it, and costs nothing otherwise. */
export function addReading(registry: Registry, reading: Reading): void {
  const { type, name, help, labels = [], aggregator = 'sum' } = reading;
  register(registry, {
    name,
    get: async () => {
      const values = await reading.read();
      return {
        ...{ name, help, type, aggregator },
        values: values.map(([of, value]) => ({ labels: { ...labelled(labels, of) }, value })),
      };
    },
  });
}
