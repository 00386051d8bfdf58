import { GraphQLError } from 'graphql';

/** Where a code can appear: as a GraphQL error, as data in a mutation's `errors`, or when a process starts. */
export type ErrorKind = 'request' | 'domain' | 'start';

/** One entry of the registry. */
export interface ErrorDefinition {
  readonly kind: ErrorKind;
  /** HTTP status where the whole request fails with this code; partial answers keep 200. */
  readonly httpStatus: number;
  /** What it means and what to do, in both languages. */
  readonly sentence: { readonly vi: string; readonly en: string };
}

const request = (httpStatus: number, en: string, vi: string): ErrorDefinition => ({
  kind: 'request',
  httpStatus,
  sentence: { vi, en },
});
const domain = (en: string, vi: string): ErrorDefinition => ({
  kind: 'domain',
  httpStatus: 200,
  sentence: { vi, en },
});
const start = (en: string, vi: string): ErrorDefinition => ({
  kind: 'start',
  httpStatus: 500,
  sentence: { vi, en },
});

/**
 * The one registry of error codes. `schema/errors.md` is generated from it and CI fails where that page is stale.
 * Domain codes are those of `ErrorCode` in the departments' SDL.
 */
export const errorCodes = {
  // --- a request that is answered with an error ---
  BAD_REQUEST: request(
    400,
    'The HTTP request is not a GraphQL request.',
    'Yêu cầu HTTP không phải là yêu cầu GraphQL.',
  ),
  GRAPHQL_PARSE_FAILED: request(
    400,
    'The document is not valid GraphQL syntax.',
    'Văn bản truy vấn sai cú pháp GraphQL.',
  ),
  GRAPHQL_VALIDATION_FAILED: request(
    400,
    'The operation does not fit the schema.',
    'Truy vấn không hợp với lược đồ.',
  ),
  BAD_USER_INPUT: request(
    400,
    'An argument or a variable has a value that is not allowed.',
    'Một tham số hoặc biến có giá trị không được phép.',
  ),
  INVALID_AMOUNT: request(
    400,
    'An amount is a whole number of đồng, at most 9007199254740991 either side of zero.',
    'Số tiền là số nguyên đồng, trị tuyệt đối không quá 9007199254740991.',
  ),
  INVALID_DATE: request(
    400,
    'A date is written YYYY-MM-DD and exists in the calendar.',
    'Ngày viết theo dạng YYYY-MM-DD và phải có trong lịch.',
  ),
  INVALID_PERIOD: request(
    400,
    'A period is written 2019, 2019-Q1, 2019-02 or 2019-02-15.',
    'Kỳ viết theo dạng 2019, 2019-Q1, 2019-02 hoặc 2019-02-15.',
  ),
  INVALID_DECIMAL: request(
    400,
    'A decimal is written in digits with an optional point, as "99.86".',
    'Số thập phân viết bằng chữ số với dấu chấm, ví dụ "99.86".',
  ),
  INVALID_CURSOR: request(
    400,
    'The cursor does not belong to this list with this filter and order. Start again without a cursor.',
    'Con trỏ không thuộc danh sách với bộ lọc và thứ tự này. Hãy bắt đầu lại không có con trỏ.',
  ),
  PAGE_SIZE_OUT_OF_RANGE: request(
    400,
    'The page size is not within the allowed range.',
    'Cỡ trang ngoài giới hạn cho phép.',
  ),
  DEPARTMENT_UNAVAILABLE: request(
    503,
    'The department does not answer at the moment. What the others know is in the answer.',
    'Sở tạm thời không trả lời. Phần của các sở khác vẫn có trong câu trả lời.',
  ),
  DATABASE_UNAVAILABLE: request(
    503,
    "The department's database does not answer at the moment.",
    'Cơ sở dữ liệu của sở tạm thời không trả lời.',
  ),
  DOWNSTREAM_SERVICE_ERROR: request(
    502,
    'The department answered in a way that cannot be used.',
    'Sở trả lời theo cách không dùng được.',
  ),
  UNAUTHENTICATED: request(401, 'The caller is not known.', 'Chưa xác thực người gọi.'),
  UNTRUSTED_SENDER: request(
    401,
    'A department answers requests that the gateway or another department has signed; this one is not, or not rightly.',
    'Sở chỉ trả lời yêu cầu do cổng liên thông hoặc sở khác ký; yêu cầu này chưa ký hoặc ký không đúng.',
  ),
  FORBIDDEN: request(403, 'The caller may not do this.', 'Người gọi không có quyền làm việc này.'),
  UNAUTHORIZED_FIELD_OR_TYPE: request(
    403,
    'The caller may not see this field: it needs a role or a scope. Ask with a token that has it.',
    'Người gọi không được xem trường này: cần vai trò hoặc quyền. Hãy hỏi kèm mã xác thực có vai trò hoặc quyền đó.',
  ),
  PLAN_FAILED: request(
    422,
    'No plan could be made for this operation.',
    'Không lập được kế hoạch thực hiện cho truy vấn này.',
  ),
  REQUEST_TIMEOUT: request(
    504,
    'The request took longer than allowed.',
    'Yêu cầu chạy quá thời hạn cho phép.',
  ),
  ARCHIVE_FULL: request(
    507,
    'No more answers can be kept here. Answers that are kept already stay.',
    'Không thể lưu thêm câu trả lời ở đây. Các câu trả lời đã lưu vẫn còn.',
  ),
  OPERATION_TOO_LARGE: request(
    400,
    'The operation is larger than one may be here; the limit and the value are given. Ask for less at once.',
    'Truy vấn vượt giới hạn cho phép; giới hạn và giá trị có kèm theo. Hãy hỏi ít hơn mỗi lần.',
  ),
  COST_LIMIT_EXCEEDED: request(
    400,
    'The operation would cost more than one may; both figures are given. Ask for smaller pages or fewer fields.',
    'Truy vấn tốn quá mức cho phép; cả hai con số có kèm theo. Hãy hỏi trang nhỏ hơn hoặc ít trường hơn.',
  ),
  INTROSPECTION_DISABLED: request(
    400,
    'The schema is not told to this caller.',
    'Người gọi này không được hỏi lược đồ.',
  ),
  OPERATION_RESOLUTION_FAILURE: request(
    400,
    'The document holds several operations, or not the one that was named: name one of them in operationName.',
    'Văn bản có nhiều truy vấn, hoặc không có truy vấn được nêu tên: hãy nêu một tên trong operationName.',
  ),
  PERSISTED_QUERY_NOT_FOUND: request(
    200,
    'The hash of this query is not known here: send the query along with its hash once.',
    'Chưa biết mã băm của truy vấn này: hãy gửi kèm truy vấn một lần.',
  ),
  PERSISTED_QUERY_NOT_SUPPORTED: request(
    200,
    'Queries are not taken by their hash here: send the query itself.',
    'Không nhận truy vấn bằng mã băm: hãy gửi chính truy vấn.',
  ),
  OPERATION_NOT_LISTED: request(
    403,
    'Only operations of the published list are taken here, and this is none of them.',
    'Chỉ nhận các truy vấn trong danh sách đã công bố; truy vấn này không có trong đó.',
  ),
  RATE_LIMITED: request(
    429,
    'Too much was asked in a short time. Wait as long as Retry-After says.',
    'Đã hỏi quá nhiều trong thời gian ngắn. Hãy đợi theo Retry-After.',
  ),
  OVERLOADED: request(
    503,
    'More is asked at the moment than can be answered. Try again after a moment.',
    'Hiện có quá nhiều yêu cầu cùng lúc. Hãy thử lại sau giây lát.',
  ),
  NOT_READY: request(503, 'The gateway is not ready yet.', 'Cổng chưa sẵn sàng.'),
  INTERNAL_SERVER_ERROR: request(
    500,
    'Something unexpected went wrong; the log has the details under the id given.',
    'Có lỗi ngoài dự kiến; chi tiết trong nhật ký theo mã kèm theo.',
  ),

  // --- a command that a department refused: data in the payload's `errors` ---
  NOT_FOUND: domain('There is no such row.', 'Không có bản ghi này.'),
  VERSION_CONFLICT: domain(
    'The row has changed since it was read. Read it again and send its version.',
    'Bản ghi đã thay đổi từ lúc được đọc. Hãy đọc lại và gửi phiên bản mới.',
  ),
  IDEMPOTENCY_MISMATCH: domain(
    'This idempotency key was used before with another input.',
    'Khoá chống lặp này đã dùng với dữ liệu khác.',
  ),
  INVALID_INPUT: domain('The input is not valid.', 'Dữ liệu nhập không hợp lệ.'),
  ILLEGAL_TRANSITION: domain(
    'The row is not in a state that allows this step.',
    'Trạng thái của bản ghi không cho phép bước này.',
  ),
  UPSTREAM_UNAVAILABLE: domain(
    'Another department had to be asked and did not answer. Nothing was written.',
    'Cần hỏi một sở khác nhưng không có trả lời. Chưa ghi gì.',
  ),
  DUPLICATE_NUMBER: domain('This number is taken.', 'Số này đã được dùng.'),
  PRICE_NOT_LOWER_OR_EQUAL: domain(
    'The price is above one that it must not exceed.',
    'Giá cao hơn mức không được vượt.',
  ),
  PRICE_NEEDS_DECISION: domain(
    "A final price needs an issued decision of the City People's Committee.",
    'Giá chính thức cần quyết định đã ban hành của UBND thành phố.',
  ),
  PRICE_OVERLAP: domain(
    'Two approved prices of one service and provider overlap in time.',
    'Hai đơn giá đã duyệt của cùng dịch vụ và nhà cung cấp trùng thời gian.',
  ),
  ADVANCE_NOT_RECOVERED: domain('An advance is not recovered yet.', 'Còn tạm ứng chưa thu hồi.'),
  CONTRACT_VALUE_MISMATCH: domain(
    'The value is not the sum of the items.',
    'Giá trị không bằng tổng các hạng mục.',
  ),
  ACCEPTANCE_EXCEEDS_CONTRACT: domain(
    'More would be accepted than was contracted.',
    'Nghiệm thu vượt khối lượng hợp đồng.',
  ),
  VALUE_BELOW_PAID: domain(
    'The new value is below what has been accepted or paid.',
    'Giá trị mới thấp hơn phần đã nghiệm thu hoặc đã thanh toán.',
  ),
  ALLOCATION_EXCEEDS_CEILING: domain(
    'The allocations would pass the ceiling of the decision.',
    'Phân bổ vượt tổng kinh phí của quyết định.',
  ),
  DECISION_NOT_IN_FORCE: domain('The decision is not issued.', 'Quyết định chưa được ban hành.'),
  COMMITMENT_EXCEEDS_ALLOCATION: domain(
    'The commitments would pass what is allocated to the line.',
    'Cam kết chi vượt số đã phân bổ của dòng dự toán.',
  ),
  COMMITMENT_EXCEEDS_CONTRACT: domain(
    'The commitments would pass the value of the contract.',
    'Cam kết chi vượt giá trị hợp đồng.',
  ),
  PAYMENT_EXCEEDS_COMMITMENT: domain(
    'The payments would pass the commitment.',
    'Thanh toán vượt số đã cam kết chi.',
  ),
  PAYMENT_EXCEEDS_ACCEPTANCE: domain(
    'The payments would pass what has been accepted.',
    'Thanh toán vượt giá trị đã nghiệm thu.',
  ),
  ADVANCE_EXCEEDS_LIMIT: domain(
    'The advances would pass the allowed share of the commitment.',
    'Tạm ứng vượt tỷ lệ cho phép của cam kết chi.',
  ),
  UNIT_PRICE_NOT_APPROVED: domain(
    'The unit price is not approved, so the contract cannot be finally settled.',
    'Đơn giá chưa được phê duyệt nên chưa thể quyết toán.',
  ),
  FISCAL_YEAR_CLOSED: domain('The fiscal year is closed.', 'Năm ngân sách đã khoá sổ.'),
  VALUE_OUT_OF_RANGE: domain('The value is outside its range.', 'Giá trị ngoài khoảng cho phép.'),
  PERIOD_IN_FUTURE: domain('The period has not begun.', 'Kỳ chưa đến.'),
  UNIT_MISMATCH: domain('The unit is not that of the indicator.', 'Đơn vị tính không khớp với chỉ tiêu.'),
  REVISION_NEEDS_REASON: domain(
    'A second figure for the same period is a revision and needs a reason.',
    'Số liệu thứ hai của cùng kỳ là bản sửa đổi và cần lý do.',
  ),
  TARGET_NEEDS_DOCUMENT: domain(
    'A target needs the document and the clause that set it.',
    'Mục tiêu cần văn bản và điều khoản quy định.',
  ),
  NOT_STEWARD: domain(
    'Only the steward of the indicator may record its results.',
    'Chỉ cơ quan chủ trì chỉ tiêu được ghi kết quả.',
  ),

  // --- a process that refuses to start, or a command line that refuses to run ---
  INVALID_CONFIGURATION: start(
    'The configuration has mistakes; all of them are listed.',
    'Cấu hình có lỗi; tất cả lỗi được liệt kê.',
  ),
  PORT_TAKEN: start('The port is in use by another process.', 'Cổng mạng đang được tiến trình khác dùng.'),
  KEY_MISSING: start(
    'A department has no keys to know the gateway by, and was not told to answer everybody on this machine.',
    'Sở không có khoá để nhận ra cổng liên thông và không được phép trả lời mọi tiến trình trên máy này.',
  ),
  INVALID_SUPERGRAPH: start(
    'The supergraph cannot be used; the reasons are listed.',
    'Không dùng được siêu lược đồ; lý do được liệt kê.',
  ),
  INVALID_OPERATIONS: start(
    'The manifest of operations cannot be used; the reasons are listed.',
    'Không dùng được danh sách truy vấn; lý do được liệt kê.',
  ),
  INVALID_SEED: start(
    'The seed pack has broken rows; nothing was loaded.',
    'Gói dữ liệu có dòng hỏng; chưa nạp gì.',
  ),
  NO_DATABASE_ENGINE: start(
    'No database server could be found or built.',
    'Không tìm được hoặc không dựng được máy chủ cơ sở dữ liệu.',
  ),
} as const satisfies Record<string, ErrorDefinition>;

/** A code of the registry. */
export type ErrorCode = keyof typeof errorCodes;

/** Options of `codedError`: what the reader sees, and what only the log sees. */
export interface CodedErrorOptions {
  /** What was wrong in this case and what would be right; the registry's sentence where it is left out. */
  readonly message?: string;
  /** More machine-readable facts, e.g. `{ department: 'finance' }` or `{ limit: 100 }`. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** The original error, for the log alone; it never leaves the process. */
  readonly cause?: Error;
}

/** A GraphQL error with a code of the registry and its sentence in both languages under `extensions.sentence`. */
export function codedError(code: ErrorCode, options: CodedErrorOptions = {}): GraphQLError {
  const { sentence } = errorCodes[code];
  return new GraphQLError(options.message ?? sentence.en, {
    originalError: options.cause,
    extensions: { ...options.extensions, code, sentence },
  });
}
