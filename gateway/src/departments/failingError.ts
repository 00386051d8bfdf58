import type { ErrorCode } from '@lien-thong/schema';
import { GraphQLError } from 'graphql';
import { departmentOf } from './departmentOf';

/** The ways in which a department fails as a whole. */
export type Failing =
  | 'DEPARTMENT_UNAVAILABLE'
  | 'DATABASE_UNAVAILABLE'
  | 'CIRCUIT_OPEN'
  | 'BULKHEAD_FULL'
  | 'DOWNSTREAM_SERVICE_ERROR';

/** Which department failed, how and where. */
export interface FailingDepartment {
  readonly failing: Failing;
  /** The name of its subgraph. */
  readonly department: string;
  /** Where its part of the answer is missing. */
  readonly paths: readonly (readonly (string | number)[])[];
  /** The id under which the log has the cause. */
  readonly id?: string;
}

const rest = {
  en: 'What the others know is in the answer.',
  vi: 'Phần của các sở khác vẫn có trong câu trả lời.',
};
const sentences: Readonly<
  Record<Failing, (title: { vi: string; en: string }) => { vi: string; en: string }>
> = {
  DEPARTMENT_UNAVAILABLE: ({ vi, en }) => ({
    en: `${en} does not answer at the moment. ${rest.en}`,
    vi: `${vi} tạm thời không trả lời. ${rest.vi}`,
  }),
  DATABASE_UNAVAILABLE: ({ vi, en }) => ({
    en: `${en}: its database does not answer at the moment. ${rest.en}`,
    vi: `${vi}: cơ sở dữ liệu tạm thời không trả lời. ${rest.vi}`,
  }),
  CIRCUIT_OPEN: ({ vi, en }) => ({
    en: `${en} has not answered lately and is asked again in a moment. ${rest.en}`,
    vi: `${vi} vừa qua không trả lời và sẽ được hỏi lại trong giây lát. ${rest.vi}`,
  }),
  BULKHEAD_FULL: ({ vi, en }) => ({
    en: `${en} has more requests than it can answer at the moment. ${rest.en}`,
    vi: `${vi} đang có nhiều yêu cầu hơn khả năng trả lời. ${rest.vi}`,
  }),
  DOWNSTREAM_SERVICE_ERROR: ({ vi, en }) => ({
    en: `${en} answered in a way that cannot be used. ${rest.en}`,
    vi: `${vi} trả lời theo cách không dùng được. ${rest.vi}`,
  }),
};

/**
 * The code that a client sees. To a client a department whose database is down, or that is not asked for the moment, is a department
 * that cannot answer; which of them it is stands in `extensions.reason`.
 */
export function clientCode(failing: Failing): ErrorCode {
  return failing === 'DOWNSTREAM_SERVICE_ERROR' ? failing : 'DEPARTMENT_UNAVAILABLE';
}

/** The one error of a department that failed: its code, its name, a sentence in both languages, all its paths. */
export function failingError({ failing, department, paths, id }: FailingDepartment): GraphQLError {
  const sentence = sentences[failing](departmentOf(department).title);
  const [path, ...more] = paths;
  const code = clientCode(failing);
  return new GraphQLError(sentence.en, {
    path,
    extensions: {
      code,
      ...(failing !== code && { reason: failing }),
      department,
      sentence,
      ...(id !== undefined && { id }),
      ...(more.length > 0 && { paths: more }),
    },
  });
}
