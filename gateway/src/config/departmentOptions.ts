import { wholeNumber } from './optionKinds';

const day = 86_400_000;

/** Settings: how departments are asked. */
export const departmentOptions = {
  departmentDeadlineMs: wholeNumber(
    {
      variable: 'DEPARTMENT_DEADLINE_MS',
      help: 'how long one request to a department may take, in milliseconds',
      fallback: 5_000,
    },
    [1, day],
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
