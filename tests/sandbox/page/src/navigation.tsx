/** The bar on top of every page: services menu, links and the user. */
import type { ReactNode } from 'react';
import { Icon } from './icons';
import { Dropdown, MenuItem } from './overlays';
import { Link, useRouter } from './router';
import type { User } from './types';

const services = [
  { to: '/jobs', name: 'Treeherder' },
  { to: '/perfherder', name: 'Perfherder' },
  { to: '/intermittent-failures', name: 'Intermittent Failures View' },
];

/** The account that the sandbox logs in when somebody presses "Login". */
const sandboxSheriff = 'mozilla-ldap/sheriff@mozilla.com';

function ServicesMenu({ current }: { current: string }) {
  return (
    <Dropdown
      toggleId="th-logo"
      toggleTitle="Treeherder services"
      toggleClass="btn-view-nav menu-items"
      label={<span className="text-info">{current}</span>}
    >
      {services
        .filter(({ name }) => name !== current)
        .map(({ to, name }) => (
          <Link key={to} to={to} className="dropdown-item">
            {name}
          </Link>
        ))}
    </Dropdown>
  );
}

function logIn() {
  const query = new URLSearchParams({
    user: sandboxSheriff,
    next: `${window.location.pathname}${window.location.search}`,
  });
  window.location.assign(`/__sandbox/login?${query}`);
}

function UserMenu({ user, logOut }: { user: User; logOut: () => Promise<void> }) {
  if (!user.isLoggedIn) {
    return (
      <button type="button" className="btn btn-view-nav border-0 login-button" onClick={logIn}>
        Login / Register
      </button>
    );
  }
  return (
    <Dropdown
      toggleClass="btn-view-nav"
      toggleTitle={`Logged in as: ${user.email}`}
      label={
        <div className="dropdown-toggle-content">
          <span className="nav-user-icon" aria-label={`Logged in as: ${user.email}`} role="img">
            <Icon name="user" />
          </span>{' '}
          <span>{user.fullName}</span>
        </div>
      }
    >
      <MenuItem onSelect={() => void logOut()}>Logout</MenuItem>
    </Dropdown>
  );
}

interface TopBarProps {
  service: string;
  user: User;
  logOut: () => Promise<void>;
  children?: ReactNode;
}

export function TopBar({ service, user, logOut, children }: TopBarProps) {
  return (
    <nav className="top-navbar d-flex justify-content-between navbar navbar-expand navbar-light fixed-top">
      <div className="d-flex align-items-center">
        <ServicesMenu current={service} />
        {children}
      </div>
      <div className="d-flex align-items-center gap-2">
        <Dropdown toggleClass="btn-view-nav" label="Help">
          <Link to="/userguide" className="dropdown-item">
            User Guide
          </Link>
        </Dropdown>
        <UserMenu user={user} logOut={logOut} />
      </div>
    </nav>
  );
}

export function PerfherderBar({ user, logOut }: { user: User; logOut: () => Promise<void> }) {
  return (
    <TopBar service="Perfherder" user={user} logOut={logOut}>
      <div className="navbar navbar-inverse navbar-nav">
        <div className="nav-item">
          <Link to="/perfherder/graphs" className="nav-link btn-view-nav">
            Graphs
          </Link>
        </div>
        <div className="nav-item">
          <a
            href="https://perf.compare"
            target="_blank"
            rel="noopener noreferrer"
            className="nav-link btn-view-nav"
          >
            Compare
          </a>
        </div>
        <div className="nav-item">
          <Link to="/perfherder/alerts?hideDwnToInv=1&page=1" className="nav-link btn-view-nav">
            Alerts
          </Link>
        </div>
        <div className="nav-item">
          <Link to="/perfherder/alerts?monitoredAlerts=1&page=1" className="nav-link btn-view-nav">
            Monitoring
          </Link>
        </div>
      </div>
    </TopBar>
  );
}

/** Sets the tab's title as the site does for each of its apps. */
export function useTitle(): string {
  const { location } = useRouter();
  if (!location.pathname.startsWith('/perfherder')) return 'Treeherder Jobs View';
  const id = new URLSearchParams(location.search).get('id');
  return location.pathname === '/perfherder/alerts' && id ? `Alert #${id}` : 'Perfherder';
}
