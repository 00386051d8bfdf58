export * from './allocation/record';
export * from './budgetLine/record';
export * from './collections';
export * from './commitment/record';
export * from './decision/record';
export * from './definition';
export * from './payment/record';
export * from './settlement/record';
