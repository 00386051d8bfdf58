export * from './departments';
export * from './errorCodes';
