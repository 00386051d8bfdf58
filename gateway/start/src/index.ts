export * from './claimPorts';
export * from './createProcessLog';
export * from './formatLogLine';
export * from './keepRunning';
export * from './readStartConfig';
export * from './supervise';
