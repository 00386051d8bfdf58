import { wholeNumber } from './optionKinds';
import { perDepartment } from './perDepartment';

const day = 86_400_000;

/** Settings: how departments are asked. */
export const departmentOptions = {
  departmentConnectMs: perDepartment(
    wholeNumber(
      {
        variable: 'DEPARTMENT_CONNECT_MS',
        help: 'how long a connection to a department may take to be made, in milliseconds',
        fallback: 2_000,
      },
      [1, day],
    ),
  ),
  departmentDeadlineMs: perDepartment(
    wholeNumber(
      {
        variable: 'DEPARTMENT_DEADLINE_MS',
        help: 'how long one request to a department may take, retries among it, in milliseconds',
        fallback: 5_000,
      },
      [1, day],
    ),
  ),
  answerLimitBytes: wholeNumber(
    {
      variable: 'ANSWER_LIMIT_BYTES',
      help: 'the largest answer that is taken from a department, in bytes',
      fallback: 134_217_728,
    },
    [1, 1_073_741_824],
  ),
};
