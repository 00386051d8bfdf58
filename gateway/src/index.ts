import './disableTelemetry';

export { type Config, helpText, readConfig } from './config/config';
export * from './engine';
export { createGateway, type Gateway } from './gateway';
export { type CreatedKeys, createKeys } from './keys/createKeys';
export { parties, runKeys } from './keys/runKeys';
export { createLog } from './log/createLog';
