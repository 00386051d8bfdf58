export * from './departments';
export * from './errorCodes';
export * from './paths';
