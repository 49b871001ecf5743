/** Small drawings in the places where the site has icons, with the same titles (they are part of the text content). */

const paths = {
  star: 'M8 1l2.2 4.6 5 .7-3.6 3.5.9 5L8 12.400l-4.500 2.400.9-5L.800 6.300l5-.7z',
  graph: 'M2 2v12h12M4 10l3-4 2 2 4-5',
  link: 'M6 3H3v10h10v-3M9 2h5v5M14 2L7 9',
  copy: 'M5 3H3v11h10V3h-2M5 2h6v3H5z',
  clock: 'M8 1.500a6.500 6.500 0 1 0 0 13a6.500 6.500 0 1 0 0-13M8 4v4.500l3 2',
  check: 'M2 8l4 4 8-9',
  ban: 'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12M4 4l8 8',
  down: 'M3 3h6v9M6 9l3 4 3-4',
  right: 'M2 8h11M9 4l4 4-4 4',
  tools: 'M3 13l6-6M9 3a4 4 0 0 0 4 4',
  sort: 'M4 6l4-4 4 4zM4 10l4 4 4-4z',
  up: 'M4 9l4-4 4 4z',
  lower: 'M4 7l4 4 4-4z',
  hourglass: 'M3 2h10M3 14h10M4 2c0 4 8 8 8 12M12 2c0 4-8 8-8 12',
  flame: 'M8 1c1 4 5 5 4 10c-1 4-7 4-8 0c-.500-3 2-4 2-6c2 1 2 2 2 3c1-2 1-5 0-7z',
  plus: 'M8 2v12M2 8h12',
  user: 'M8 2a3 3 0 1 0 0 6a3 3 0 1 0 0-6M2 15c0-8 12-8 12 0z',
  play: 'M8 1.500a6.500 6.500 0 1 0 0 13a6.500 6.500 0 1 0 0-13M6 5l5 3-5 3z',
  linux: 'M8 1c-3 0-3 3-3 5c-2 3-3 5-2 8h10c1-3 0-5-2-8c0-2 0-5-3-5z',
  apple: 'M8 4c5-2 6 2 5 3c-1 3 1 3 1 4c-2 4-3 4-6 3c-3 1-5 0-6-5c0-4 3-6 6-5zM8 3c0-1 1-2 2-2z',
  windows: 'M1 3l6-1v6H1zM8 2l7-1v7H8zM1 9h6v6l-6-1zM8 9h7v7l-7-1z',
  android: 'M3 7h10v6H3zM3 6c0-5 10-5 10 0zM4 1l2 2M12 1l-2 2',
  other: 'M2 3h12v8H2zM6 14h4',
} as const;

export type IconName = keyof typeof paths;

const filled = new Set<IconName>([
  'sort',
  'up',
  'lower',
  'flame',
  'user',
  'linux',
  'apple',
  'windows',
  'android',
]);

interface IconProps {
  name: IconName;
  title?: string;
  className?: string;
  testId?: string;
  solid?: boolean;
}

export function Icon({ name, title, className = '', testId, solid = filled.has(name) }: IconProps) {
  return (
    <svg
      className={`svg-inline--fa fa-${name} ${className}`.trim()}
      viewBox="0 0 16 16"
      aria-hidden={title === undefined ? 'true' : undefined}
      data-icon={name}
      data-testid={testId}
      role="img"
    >
      {title !== undefined && <title>{title}</title>}
      <path d={paths[name]} fill={solid ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="1.5" />
    </svg>
  );
}

/** The icon of a machine platform's family. */
export function platformIcon(platform: string): IconName {
  if (platform.includes('linux')) return 'linux';
  if (platform.includes('mac') || platform.includes('osx')) return 'apple';
  if (platform.includes('win')) return 'windows';
  if (platform.includes('android')) return 'android';
  return 'other';
}
