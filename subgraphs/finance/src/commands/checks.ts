import { dayInHanoi, refuse } from '@lien-thong/subgraph-kit';

/** Refuses INVALID_INPUT unless the amount is above zero: what takes money away is said by the kind. */
export function requirePositive(amount: number): void {
  if (amount > 0) return;
  refuse('INVALID_INPUT', {
    path: 'amount',
    message: {
      vi: `Số tiền ${amount} phải lớn hơn 0. Khoản giảm, thu hồi, hoàn trả cũng ghi số dương.`,
      en: `The amount ${amount} must be above zero. Reductions, recoveries and refunds are sent as positive amounts too.`,
    },
  });
}

/** Refuses INVALID_INPUT for a day after today (Asia/Ho_Chi_Minh). */
export function requireNotInFuture(path: string, day: string, now: Date): void {
  const today = dayInHanoi(now);
  if (day <= today) return;
  refuse('INVALID_INPUT', {
    path,
    message: {
      vi: `Ngày ${day} chưa đến; hôm nay là ${today}.`,
      en: `The day ${day} has not come; today is ${today}.`,
    },
  });
}

/** Refuses VERSION_CONFLICT where the row has moved on since the caller read it; a caller who sends no version has not read it. */
export function requireVersion(actual: number, expected: number | null | undefined): void {
  if (expected == null || actual === expected) return;
  refuse('VERSION_CONFLICT', {
    path: 'expectedVersion',
    message: {
      vi: `Bản ghi đang ở phiên bản ${actual}, không phải ${expected}. Hãy đọc lại rồi gửi phiên bản mới.`,
      en: `The row is at version ${actual}, not ${expected}. Read it again and send its version.`,
    },
  });
}

/** Refuses NOT_FOUND for an id of this department that names no row. */
export function requireRow<T>(row: T | null | undefined, path: string, id: string): T {
  if (row != null) return row;
  return refuse('NOT_FOUND', {
    path,
    message: { vi: `Không có bản ghi ${id}.`, en: `There is no row ${id}.` },
  });
}
