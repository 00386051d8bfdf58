import type { JsonObject } from '../answer/Answer';
import { useWords, type Words } from '../i18n/Language';
import { choicesOf } from '../questions/permalink';
import type { PickerKind, Question } from '../questions/Question';
import { VariableField } from './VariableField';

interface FormProps {
  readonly question: Question;
  readonly variables: JsonObject;
  readonly onChange: (variables: JsonObject) => void;
  /** Asks with the choices as they stand, and these on top. */
  readonly onRun: (choices: JsonObject) => void;
}

/** A code says little as a label: what it is the code of says more. */
const labelByPicker: Readonly<Partial<Record<PickerKind, string>>> = {
  programmeCode: 'programme',
  programmeId: 'programme',
  indicatorCode: 'indicator',
  serviceIds: 'service',
  document: 'document',
};

function labelOf(words: Words, name: string, picker: PickerKind | undefined): string {
  const field = picker && labelByPicker[picker];
  const label =
    (field ? words.labels.fields[field] : words.labels.variables[name]) ?? words.labels.fields[name];
  return label ? words.text(label) : name;
}

function Examples({ question, onRun }: FormProps) {
  const words = useWords();
  if (!question.examples?.length) return null;
  return (
    <p className="examples">
      <span className="note">{words.say('examples')}</span>
      {question.examples.map((example) => (
        <button
          key={example.label.en}
          type="button"
          className="chip"
          data-illustrative={example.illustrative}
          onClick={() => onRun(example.variables)}
        >
          {words.text(example.label)}
        </button>
      ))}
    </p>
  );
}

/** The choices of a question. Picking runs nothing; the button does, so that half a choice is never asked. */
export function QuestionForm(props: FormProps) {
  const words = useWords();
  const { question, variables, onChange, onRun } = props;
  const choices = choicesOf(question.shape);
  const isPageSize = (name: string) => question.shape.paged.some((list) => list.sizeVariable === name);
  return (
    <form
      className={
        choices.every((variable) => isPageSize(variable.name)) ? 'question-form bare' : 'question-form'
      }
      onSubmit={(event) => {
        event.preventDefault();
        onRun({});
      }}
    >
      <div className="fields">
        {choices.map((variable) => {
          const picker = question.pickers?.[variable.name];
          return isPageSize(variable.name) ? null : (
            <VariableField
              key={variable.name}
              variable={variable}
              label={labelOf(words, variable.name, picker)}
              picker={picker}
              value={variables[variable.name]}
              onChange={(value) => onChange({ ...variables, [variable.name]: value })}
            />
          );
        })}
        <button type="submit" className="button primary">
          {words.say('run')}
        </button>
      </div>
      <Examples {...props} />
    </form>
  );
}
