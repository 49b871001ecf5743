/** A dialog that asks for one number: an alert summary or a bug. */
import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Modal } from './overlays';

/** Rest after the last key before the number is checked and the button can be live, in milliseconds. */
const typingPause = 1000;

interface NumberModalProps {
  show: boolean;
  onHide: () => void;
  header: string;
  label: string;
  button?: string;
  error?: string | null;
  beside?: ReactNode;
  submit: (number: number) => void;
}

export function NumberModal(props: NumberModalProps) {
  const { show, onHide, header, label, button = 'Assign', error = null, beside, submit } = props;
  const [text, setText] = useState('');
  const [isChecked, setChecked] = useState(false);
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const type = (typed: string) => {
    setText(typed);
    setChecked(false);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setChecked(typed !== ''), typingPause);
  };
  const isNumber = /^[1-9][0-9]*$/.test(text);
  const send = (event: MouseEvent) => {
    event.preventDefault();
    submit(Number.parseInt(text, 10));
  };
  return (
    <Modal show={show} onHide={onHide} title={header}>
      <form>
        <div className="modal-body">
          <div className="justify-content-center row">
            <div className="col-4 col">
              <label className="form-label" htmlFor="taskId">
                {label}
              </label>
              <input
                id="taskId"
                name="taskId"
                className="form-control"
                placeholder="123456"
                value={text}
                onChange={(event) => type(event.target.value)}
              />
            </div>
            {beside}
          </div>
          {isChecked && !isNumber && (
            <p className="text-danger pt-2 text-center">
              Input should only contain numbers and not start with 0
            </p>
          )}
          {error !== null && <p className="text-danger pt-2 text-center">{error}</p>}
        </div>
        <div className="modal-footer">
          <button
            type="submit"
            className="btn btn-secondary"
            disabled={!isChecked || !isNumber}
            onClick={send}
          >
            {button}
          </button>
        </div>
      </form>
    </Modal>
  );
}
