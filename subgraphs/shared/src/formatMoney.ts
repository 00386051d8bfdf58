import type { MoneyRecord, ValueQualifier } from './records';

type Language = 'VI' | 'EN';

const scales: ReadonlyArray<{ readonly size: bigint; readonly VI: string; readonly EN: string }> = [
  { size: 1_000_000_000n, VI: 'tỷ đồng', EN: 'billion' },
  { size: 1_000_000n, VI: 'triệu đồng', EN: 'million' },
];

const prefixes: Record<ValueQualifier, Record<Language, string>> = {
  EXACT: { VI: '', EN: '' },
  AT_LEAST: { VI: 'hơn ', EN: 'more than ' },
  AT_MOST: { VI: 'không quá ', EN: 'at most ' },
  APPROXIMATE: { VI: 'khoảng ', EN: 'about ' },
  PROVISIONAL: { VI: 'tạm tính ', EN: 'provisionally ' },
};

function grouped(digits: string, language: Language): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, language === 'VI' ? '.' : ',');
}

/** Amount ÷ size with one decimal, rounded half up, without a trailing zero. */
function scaled(amount: bigint, size: bigint, language: Language): string {
  const tenths = (amount * 10n + size / 2n) / size;
  const fraction = tenths % 10n;
  const whole = grouped(String(tenths / 10n), language);
  return fraction === 0n ? whole : `${whole}${language === 'VI' ? ',' : '.'}${fraction}`;
}

/**
 * The amount as people read it: "hơn 106,8 tỷ đồng" / "more than VND 106.8 billion"; below a million in full đồng.
 * Rounded half up to one decimal of its scale; exact amounts stay in `amount`.
 */
export function formatMoney({ amount, qualifier }: MoneyRecord, language: Language): string {
  const absolute = BigInt(Math.abs(amount));
  const sign = amount < 0 ? '−' : '';
  const scale = scales.find(({ size }) => absolute >= size);
  const figure =
    sign + (scale ? scaled(absolute, scale.size, language) : grouped(String(absolute), language));
  const prefix = prefixes[qualifier][language];
  if (language === 'VI') return `${prefix}${figure} ${scale ? scale.VI : 'đồng'}`;
  return `${prefix}VND ${figure}${scale ? ` ${scale.EN}` : ''}`;
}
