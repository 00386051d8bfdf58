import { useWords } from '../i18n/Language';
import { DepartmentTag } from '../ui/DepartmentTag';
import { useLastResult } from './lastResult';
import { depthsOf, type PlanStep, type QueryPlan, readCost, readQueryPlan } from './QueryPlan';

function Step({ step, plan }: { readonly step: PlanStep; readonly plan: QueryPlan }) {
  const words = useWords();
  const ends = plan.steps.map((each) => (each.startedMs ?? 0) + (each.durationMs ?? 0));
  const total = Math.max(1, ...ends);
  const measured = step.startedMs !== undefined && step.durationMs !== undefined;
  return (
    <li className="plan-step" data-department={step.department} data-failed={step.failed}>
      <p className="plan-step-head">
        <DepartmentTag name={step.department} />
        {step.durationMs === undefined ? null : (
          <strong>{words.number(Math.round(step.durationMs * 10) / 10)} ms</strong>
        )}
      </p>
      {measured ? (
        <span className="plan-bar" aria-hidden="true">
          <span
            style={{
              marginLeft: `${(100 * (step.startedMs ?? 0)) / total}%`,
              width: `${Math.max(1, (100 * (step.durationMs ?? 0)) / total)}%`,
            }}
          />
        </span>
      ) : null}
      <details>
        <summary>{words.say('planRequest')}</summary>
        <pre>
          <code>{step.operation}</code>
        </pre>
      </details>
    </li>
  );
}

function Drawn({ plan }: { readonly plan: QueryPlan }) {
  const words = useWords();
  const depths = depthsOf(plan.steps);
  const levels = [...new Set(depths.values())].sort((one, other) => one - other);
  return (
    <ol className="plan" aria-label={words.say('planSequence')}>
      {levels.map((level) => {
        const steps = plan.steps.filter((step) => depths.get(step.index) === level);
        return (
          <li key={level}>
            {steps.length > 1 ? <p className="note">{words.say('planParallel')}</p> : null}
            <ul className="plan-level">
              {steps.map((step) => (
                <Step key={step.index} step={step} plan={plan} />
              ))}
            </ul>
          </li>
        );
      })}
    </ol>
  );
}

/** How the last query was answered: which department was asked what, in which order, for how long. */
export function PlanPanel() {
  const words = useWords();
  const result = useLastResult();
  const extensions = result?.body.extensions;
  const plan = readQueryPlan(extensions);
  const cost = readCost(extensions);
  return (
    <div className="editor-panel">
      <h2>{words.say('plan')}</h2>
      {result ? (
        <p className="note">{words.say('answeredIn', { ms: Math.round(result.tookMs) })}</p>
      ) : (
        <p className="note">{words.say('planNone')}</p>
      )}
      {cost ? (
        <p>
          {words.say('cost')}: <strong>{words.number(cost.cost)}</strong>
          {cost.limit === undefined ? '' : ` / ${words.number(cost.limit)}`}
        </p>
      ) : null}
      {result && !plan ? <p className="note">{words.say('planMissing')}</p> : null}
      {plan ? <Drawn plan={plan} /> : null}
    </div>
  );
}
