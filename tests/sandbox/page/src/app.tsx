/** Routes of the site that the sandbox has: Perfherder's alerts and graphs, and stubs of the pages beside them. */
import { useEffect, useState } from 'react';
import { AlertsView } from './alertsView';
import { ErrorMessages } from './errors';
import { GraphsView } from './graphs/graphsView';
import { type Answer, endpoints, getJson } from './http';
import { PerfherderBar, TopBar, useTitle } from './navigation';
import { Redirect, useRouter } from './router';
import { useSession } from './session';
import type { Named, Repository } from './types';

interface Basics {
  projects: Repository[];
  frameworks: Named[];
  performanceTags: Named[];
  errorMessages: string[];
}

const nothing: Basics = { projects: [], frameworks: [], performanceTags: [], errorMessages: [] };

function Perfherder() {
  const { location } = useRouter();
  const { user, logOut } = useSession();
  const [basics, setBasics] = useState(nothing);

  useEffect(() => {
    let isGone = false;
    const read = async () => {
      const [projects, frameworks, tags] = await Promise.all([
        getJson<Repository[]>(endpoints.repositories),
        getJson<Named[]>(endpoints.frameworks),
        getJson<Named[]>(endpoints.tags),
      ]);
      if (isGone) return;
      const errorMessages: string[] = [];
      const rowsOf = <T,>(answer: Answer<T[]>): T[] => {
        if (answer.failureStatus === null) return answer.data;
        errorMessages.push(answer.message);
        return [];
      };
      setBasics({
        projects: rowsOf(projects),
        frameworks: rowsOf(frameworks),
        performanceTags: rowsOf(tags),
        errorMessages,
      });
    };
    void read();
    return () => {
      isGone = true;
    };
  }, []);

  const { projects, frameworks, performanceTags, errorMessages } = basics;
  const isLoaded = projects.length > 0 && frameworks.length > 0 && performanceTags.length > 0;
  const [, , page = ''] = location.pathname.split('/');
  return (
    <>
      <PerfherderBar user={user} logOut={logOut} />
      {isLoaded && (
        <main id="perf-main">
          {errorMessages.length > 0 && (
            <div className="container pt-6 max-width-default">
              <ErrorMessages messages={errorMessages} />
            </div>
          )}
          {page === 'alerts' && (
            <AlertsView
              user={user}
              projects={projects}
              frameworks={frameworks}
              performanceTags={performanceTags}
            />
          )}
          {page === 'graphs' && <GraphsView user={user} projects={projects} frameworks={frameworks} />}
          {page === '' && <Redirect to="/perfherder/alerts?hideDwnToInv=1&page=1" />}
        </main>
      )}
    </>
  );
}

function OtherApp({ name }: { name: string }) {
  const { user, logOut } = useSession();
  return (
    <>
      <TopBar service={name} user={user} logOut={logOut} />
      <div id="th-global-content" className="pt-6 max-width-default container-fluid">
        <p className="lead">The sandbox has no more of {name} than this page.</p>
      </div>
    </>
  );
}

export function App() {
  const { location } = useRouter();
  const title = useTitle();
  useEffect(() => {
    document.title = title;
  }, [title]);

  const [, first = ''] = location.pathname.split('/');
  switch (first) {
    case 'perfherder':
      return <Perfherder />;
    case 'jobs':
    case 'logviewer':
    case 'userguide':
    case 'docs':
      return <OtherApp name="Treeherder" />;
    case 'intermittent-failures':
      return <OtherApp name="Intermittent Failures View" />;
    case 'login':
    case 'taskcluster-auth':
      return <p>Logging in…</p>;
    default:
      return <Redirect to="/jobs" />;
  }
}
