/** Who is logged in, as the site decides it: the API knows an e-mail address and `userSession` is stored. */
import { useCallback, useEffect, useState } from 'react';
import { endpoints, getJson } from './http';
import type { User } from './types';

export const nobody: User = { username: '', email: '', fullName: '', isStaff: false, isLoggedIn: false };

/** What the site stores under `user` when nobody is logged in. */
const loggedOut = JSON.stringify({ isStaff: false, username: '', email: '', isLoggedIn: false });

interface ApiUser {
  username: string;
  email: string;
  is_staff: boolean;
  is_superuser: boolean;
}

function storedName(): string | null {
  const stored = window.localStorage.getItem('userSession');
  if (stored === null) return null;
  try {
    return String(JSON.parse(stored).fullName ?? '');
  } catch {
    return '';
  }
}

function storedUser(value: string | null): User {
  try {
    const user = { ...nobody, ...JSON.parse(value ?? '{}') };
    return user.email === '' ? nobody : { ...user, isLoggedIn: true };
  } catch {
    return nobody;
  }
}

export function useSession(): { user: User; logOut: () => Promise<void> } {
  const [user, setUser] = useState(nobody);

  useEffect(() => {
    let isGone = false;
    const read = async () => {
      const answer = await getJson<ApiUser[]>(endpoints.user);
      if (isGone) return;
      const found = answer.failureStatus === null ? answer.data[0] : undefined;
      const name = storedName();
      if (found?.email && name !== null) {
        const known = { ...found, fullName: name || found.email, isStaff: found.is_staff, isLoggedIn: true };
        window.localStorage.setItem('user', JSON.stringify(known));
        setUser(known);
      } else {
        window.localStorage.setItem('user', loggedOut);
        setUser(nobody);
      }
    };
    // Another tab logs this one in or out.
    const follow = (event: StorageEvent) => {
      if (event.key === 'user') setUser(storedUser(event.newValue));
    };
    void read();
    window.addEventListener('storage', follow);
    return () => {
      isGone = true;
      window.removeEventListener('storage', follow);
    };
  }, []);

  const logOut = useCallback(async () => {
    await getJson(endpoints.logout);
    window.localStorage.removeItem('userCredentials');
    window.localStorage.removeItem('userSession');
    window.localStorage.setItem('user', loggedOut);
    setUser(nobody);
  }, []);

  return { user, logOut };
}
