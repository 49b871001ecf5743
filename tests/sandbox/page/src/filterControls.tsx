/** The row of filters above the list. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { statusFilters } from './enums';
import { Dropdown, MenuItem } from './overlays';
import type { Filters, Named } from './types';

/** Rest after the last key before a filter text works in detail mode, in milliseconds. */
const typingPause = 800;

interface TextFilterProps {
  value: string;
  onEnterOnly: boolean;
  change: (text: string) => void;
}

function TextFilter({ value, onEnterOnly, change }: TextFilterProps) {
  const [text, setText] = useState(value);
  const timer = useRef(0);
  useEffect(() => setText(value), [value]);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const type = (typed: string) => {
    setText(typed);
    if (onEnterOnly) return;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => change(typed), typingPause);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && onEnterOnly) change(text);
  };
  return (
    <input
      type="text"
      className="form-control"
      aria-label="filter text"
      placeholder="filter text e.g. linux tp5o"
      value={text}
      onChange={(event) => type(event.target.value)}
      onKeyDown={onKey}
    />
  );
}

interface ChoiceProps {
  selected: string;
  names: readonly string[];
  choose: (name: string) => void;
}

function Choice({ selected, names, choose }: ChoiceProps) {
  return (
    <div className="py-2 ps-0 pe-3 col-sm-auto">
      <Dropdown className="me-0 text-nowrap" label={selected}>
        {names.map((name) => (
          <MenuItem key={name} active={name === selected} onSelect={() => choose(name)}>
            {name}
          </MenuItem>
        ))}
      </Dropdown>
    </div>
  );
}

interface SwitchProps {
  isOn: boolean;
  disabled?: boolean;
  toggle: () => void;
  children: string;
}

function Switch({ isOn, disabled = false, toggle, children }: SwitchProps) {
  return (
    <div className="p-2 col-sm-auto">
      <button
        type="button"
        disabled={disabled}
        className={`btn btn-outline-secondary${isOn ? ' active' : ''}`}
        onClick={toggle}
      >
        {children}
      </button>
    </div>
  );
}

interface FilterControlsProps {
  filters: Filters;
  isListMode: boolean;
  isLoggedIn: boolean;
  canHide: boolean;
  frameworkOptions: Named[];
  chooseStatus: (status: string) => void;
  changeFilters: (changes: Partial<Filters>) => void;
}

export function FilterControls(props: FilterControlsProps) {
  const { filters, isListMode, frameworkOptions, changeFilters } = props;
  const { status, framework, hideDownstream, hideAssignedToOthers } = filters;
  const chooseFramework = (name: string) => {
    const chosen = frameworkOptions.find((option) => option.name === name);
    if (chosen !== undefined) changeFilters({ framework: chosen });
  };
  return (
    <div className="my-3 px-0 container-fluid">
      <div className="pb-3 ps-3 justify-content-left row">
        {isListMode && (
          // Keyed by what is chosen: a new choice makes a new menu, as on the site.
          <>
            <Choice
              key={`status ${status}`}
              selected={status}
              names={[...statusFilters.keys()]}
              choose={props.chooseStatus}
            />
            <Choice
              key={`framework ${framework.name}`}
              selected={framework.name}
              names={frameworkOptions.map(({ name }) => name)}
              choose={chooseFramework}
            />
          </>
        )}
        <div className="col-2 py-2 ps-0 pe-2">
          <TextFilter
            value={filters.filterText}
            onEnterOnly={isListMode}
            change={(filterText) => changeFilters({ filterText })}
          />
        </div>
        <Switch
          isOn={hideDownstream}
          disabled={!props.canHide}
          toggle={() => changeFilters({ hideDownstream: !hideDownstream })}
        >
          Hide downstream / reassigned to / invalid / infra
        </Switch>
        {props.isLoggedIn && isListMode && (
          <Switch
            isOn={hideAssignedToOthers}
            toggle={() => changeFilters({ hideAssignedToOthers: !hideAssignedToOthers })}
          >
            My alerts
          </Switch>
        )}
      </div>
    </div>
  );
}
