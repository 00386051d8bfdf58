import { type ReactNode, useEffect, useId, useRef, useState } from 'react';

/** A button that opens a panel below it; Escape, a click elsewhere or a choice closes it and gives the focus back. */
export function Disclosure(props: {
  readonly label: ReactNode;
  readonly className?: string;
  readonly children: (close: () => void) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const panelId = useId();
  const wrapper = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !wrapper.current?.contains(event.target)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', onPointer);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onPointer);
      document.removeEventListener('keydown', onKey);
    };
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div className="disclosure" ref={wrapper}>
      <button
        ref={button}
        type="button"
        className={props.className ?? 'button'}
        aria-expanded={open}
        aria-controls={panelId}
        onClick={() => setOpen(!open)}
      >
        {props.label}
        <span className="chevron" aria-hidden="true" />
      </button>
      <div id={panelId} className="disclosure-panel" hidden={!open}>
        {open ? props.children(close) : null}
      </div>
    </div>
  );
}
