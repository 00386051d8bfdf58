export * from './departments';
export * from './errorCodes';
export * from './operationsManifest';
export * from './paths';
