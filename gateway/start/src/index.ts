export * from './claimPorts';
export * from './createProcessLog';
export * from './formatLogLine';
export * from './readStartConfig';
export * from './supervise';
