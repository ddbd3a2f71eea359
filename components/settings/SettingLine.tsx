import { type ReactNode, useId } from 'react';

/** Settings of one kind under a heading. */
export function SettingGroup({
  title,
  text,
  children,
}: {
  title: string;
  text?: string;
  children: ReactNode;
}) {
  return (
    <section className="card pad stack">
      <h2>{title}</h2>
      {text && <p className="small soft">{text}</p>}
      {children}
    </section>
  );
}

/** One setting: its name, what it does, and its control. */
export function SettingLine({
  label,
  help,
  children,
}: {
  label: string;
  help?: string;
  children(id: string): ReactNode;
}) {
  const id = useId();
  return (
    <div className="setting">
      <div className="grow">
        <label htmlFor={id}>{label}</label>
        {help && <p className="tiny soft">{help}</p>}
      </div>
      {children(id)}
    </div>
  );
}
