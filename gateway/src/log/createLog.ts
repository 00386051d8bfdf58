import { withoutSecrets } from '@lien-thong/subgraph-kit';
import pino, { type Logger, type LoggerOptions } from 'pino';
import pretty from 'pino-pretty';

/** How the log is written. */
export interface LogOptions {
  readonly level: string;
  /** `pretty` is for people, `json` for machines: one line each either way. */
  readonly format: 'pretty' | 'json';
  readonly destination: NodeJS.WritableStream;
}

/** The log of a process. Tokens and keys are never written, wherever they stand in what is logged. */
export function createLog({ level, format, destination }: LogOptions): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    ...withoutSecrets,
  };
  if (format === 'json') return pino(options, destination);
  const people = pretty({
    destination,
    colorize: 'isTTY' in destination && destination.isTTY === true,
    translateTime: 'SYS:HH:MM:ss.l',
    // A request's line says these in words already.
    ignore:
      'requestId,traceId,method,path,status,ms,operation,departments,caller,client,clientVersion,errorCodes,cost',
    singleLine: true,
    sync: true,
  });
  return pino(options, people);
}
