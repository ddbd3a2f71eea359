import { useEffect, useState } from 'react';

interface Props {
  id: string;
  value: number;
  min: number;
  max: number;
  unit: string;
  onSave(value: number): void;
}

/** A whole number with its unit; saved when the field is left or Enter is pressed, and only when it fits. */
export function NumberField({ id, value, min, max, unit, onSave }: Props) {
  const [text, setText] = useState(String(value));
  useEffect(() => {
    setText(String(value));
  }, [value]);
  const settle = () => {
    const wanted = Number(text);
    if (Number.isInteger(wanted) && wanted >= min && wanted <= max) {
      if (wanted !== value) onSave(wanted);
    } else setText(String(value));
  };
  return (
    <span className="field number-field">
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={min}
        max={max}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={settle}
        onKeyDown={(event) => event.key === 'Enter' && settle()}
      />
      <span className="soft small">{unit}</span>
    </span>
  );
}
