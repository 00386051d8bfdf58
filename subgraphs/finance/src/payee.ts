import { z } from 'zod';

/** The provider as a voucher names it: copied at the time, so that a list of payments reads without the registry. */
export const payeeRecord = z.strictObject({
  id: z.string().min(1),
  legalName: z.string().min(1),
  taxCode: z.string().min(1).nullish(),
});
/** What {@link payeeRecord} describes. */
export type PayeeRecord = z.infer<typeof payeeRecord>;
