/** Menus, modals and tooltips: mounted when first needed, modals and tooltips as children of `body`. */
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { createPortal } from 'react-dom';

const CloseMenu = createContext<() => void>(() => {});

interface DropdownProps {
  /** Element around toggle and menu. */
  as?: 'div' | 'span';
  className?: string;
  label: ReactNode;
  toggleClass?: string;
  toggleLabel?: string;
  toggleId?: string;
  toggleTitle?: string;
  toggleTestId?: string;
  disabled?: boolean;
  /** What stands beside the toggle, after the menu. */
  after?: ReactNode;
  children: ReactNode;
}

/** A menu that is not in the document until it is opened for the first time and only loses its class when closed. */
export function Dropdown({
  as: Wrapper = 'div',
  className = '',
  label,
  toggleClass = 'btn-secondary',
  toggleLabel,
  toggleId,
  toggleTitle,
  toggleTestId,
  disabled = false,
  after,
  children,
}: DropdownProps) {
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const wrapper = useRef<HTMLElement | null>(null);
  const generatedId = useId();

  useEffect(() => {
    if (!isOpen) return;
    const onPress = (event: Event) => {
      if (event.target instanceof Node && !wrapper.current?.contains(event.target)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setOpen(false);
    };
    document.addEventListener('click', onPress);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('click', onPress);
      document.removeEventListener('keydown', onKey);
    };
  }, [isOpen]);

  const toggle = () => {
    setWasOpen(true);
    setOpen(!isOpen);
  };
  const keep = (element: HTMLElement | null) => {
    wrapper.current = element;
  };

  return (
    <Wrapper ref={keep} className={`${className} dropdown${isOpen ? ' show' : ''}`.trim()}>
      <button
        type="button"
        id={toggleId ?? `react-aria${generatedId}`}
        aria-expanded={isOpen}
        aria-label={toggleLabel}
        title={toggleTitle}
        data-testid={toggleTestId}
        disabled={disabled}
        className={`dropdown-toggle btn ${toggleClass}${isOpen ? ' show' : ''}`}
        onClick={toggle}
      >
        {label}
      </button>
      {(isOpen || wasOpen) && (
        <div className={`overflow-auto dropdown-menu-height dropdown-menu${isOpen ? ' show' : ''}`}>
          <CloseMenu.Provider value={() => setOpen(false)}>{children}</CloseMenu.Provider>
        </div>
      )}
      {after}
    </Wrapper>
  );
}

interface MenuItemProps {
  onSelect: () => void;
  active?: boolean;
  children: ReactNode;
}

/** A menu item as the site has them: an anchor without an address. */
export function MenuItem({ onSelect, active = false, children }: MenuItemProps) {
  const close = useContext(CloseMenu);
  const select = () => {
    close();
    onSelect();
  };
  return (
    <a className={`dropdown-item${active ? ' active' : ''}`} onClick={select}>
      {children}
    </a>
  );
}

/** A menu item that is a button. */
export function MenuButton({ onSelect, children }: MenuItemProps) {
  const close = useContext(CloseMenu);
  const select = () => {
    close();
    onSelect();
  };
  return (
    <button type="button" className="dropdown-item" onClick={select}>
      {children}
    </button>
  );
}

interface ModalProps {
  show: boolean;
  onHide: () => void;
  title: ReactNode;
  testId?: string;
  children: ReactNode;
}

/** A dialog on `body` that keeps the focus to itself while it is open. */
export function Modal({ show, onHide, title, testId, children }: ModalProps) {
  const dialog = useRef<HTMLDivElement>(null);
  const hide = useRef(onHide);
  hide.current = onHide;

  useEffect(() => {
    if (!show) return;
    const before = document.activeElement;
    const takeFocus = () => {
      if (!dialog.current?.contains(document.activeElement)) dialog.current?.focus();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide.current();
    };
    document.body.classList.add('modal-open');
    document.body.style.overflow = 'hidden';
    document.addEventListener('focus', takeFocus, true);
    document.addEventListener('keydown', onKey);
    takeFocus();
    return () => {
      document.body.classList.remove('modal-open');
      document.body.style.overflow = '';
      document.removeEventListener('focus', takeFocus, true);
      document.removeEventListener('keydown', onKey);
      if (before instanceof HTMLElement) before.focus();
    };
  }, [show]);

  if (!show) return null;
  return createPortal(
    <>
      <div className="fade modal-backdrop show" />
      <div
        ref={dialog}
        role="dialog"
        aria-modal="true"
        className="fade modal show"
        tabIndex={-1}
        onClick={(event) => {
          if (event.target === event.currentTarget) onHide();
        }}
      >
        <div className="modal-dialog" data-testid={testId}>
          <div className="modal-content">
            <div className="modal-header">
              <div className="modal-title h4">{title}</div>
              <button type="button" className="btn-close" aria-label="Close" onClick={onHide}>
                ×
              </button>
            </div>
            {children}
          </div>
        </div>
      </div>
    </>,
    document.body,
  );
}

interface TooltipProps {
  tip: ReactNode;
  className?: string;
  /** Milliseconds before it shows. */
  delay?: number;
  children: ReactNode;
}

/** A span whose tooltip is put on `body` while the pointer or the focus is on it. */
export function Tooltip({ tip, className = '', delay = 250, children }: TooltipProps) {
  const [isShown, setShown] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const timer = useRef(0);

  useEffect(() => () => window.clearTimeout(timer.current), []);
  useLayoutEffect(() => {
    if (!isShown || anchor.current === null || box.current === null) return;
    const at = anchor.current.getBoundingClientRect();
    const own = box.current.getBoundingClientRect();
    box.current.style.left = `${Math.max(0, window.scrollX + at.left + (at.width - own.width) / 2)}px`;
    box.current.style.top = `${window.scrollY + at.top - own.height - 4}px`;
  }, [isShown]);

  const later = (show: boolean) => () => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setShown(show), delay);
  };
  return (
    <>
      <span
        ref={anchor}
        className={className}
        onMouseEnter={later(true)}
        onMouseLeave={later(false)}
        onFocus={later(true)}
        onBlur={later(false)}
      >
        {children}
      </span>
      {isShown &&
        createPortal(
          <div ref={box} role="tooltip" className="fade show tooltip bs-tooltip-top">
            <div className="tooltip-arrow" />
            <div className="tooltip-inner">{tip}</div>
          </div>,
          document.body,
        )}
    </>
  );
}
