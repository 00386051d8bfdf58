import './disableTelemetry';

export { type Config, helpText, readConfig } from './config';
export { createGateway, type Gateway } from './gateway';
export { createLog } from './log/createLog';
export * from './engine';
