import type { operationLimitOptions } from '../config/operationLimitOptions';
import type { OptionValues } from '../config/readOptions';

/** How large one operation may be; the settings of `config/operationLimitOptions`. */
export type OperationLimits = OptionValues<typeof operationLimitOptions>;

/** A limit by the name of its setting. */
export type LimitName = Exclude<keyof OperationLimits, 'documentCacheBytes' | 'planCacheBytes'>;
