import { OPTIONS, type Option } from './options';
import { NUMBER_LIMITS } from './settings';

/**
 * The form that Chromium wants for `storage.managed` (public/managed_schema.json): the settings as they are stored. Chromium
 * itself looks at types only; Deputy reads a policy as carefully as its own storage.
 */
export function managedSchema(): object {
  const place = (path: string) => path.replace(/^rules\./, '');
  const properties = (options: readonly Option[]) =>
    Object.fromEntries(options.map((option) => [place(option.path), propertyOf(option)]));
  return {
    type: 'object',
    properties: {
      ...properties(OPTIONS.filter((o) => !o.path.startsWith('rules.'))),
      rules: { type: 'object', properties: properties(OPTIONS.filter((o) => o.path.startsWith('rules.'))) },
      pairs: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            downstream: { type: 'string' },
            upstream: { type: 'string' },
            windowHours: { type: 'number' },
          },
        },
      },
      templates: {
        type: 'array',
        items: { type: 'object', properties: { name: { type: 'string' }, text: { type: 'string' } } },
      },
      keys: { type: 'object', additionalProperties: { type: 'string' } },
    },
  };
}

function propertyOf(option: Option): object {
  const title = option.label;
  switch (option.kind) {
    case 'number': {
      const [minimum, maximum] = NUMBER_LIMITS[option.path];
      return { title, type: 'integer', minimum, maximum };
    }
    case 'switch':
      return { title, type: 'boolean' };
    case 'choice':
      return { title, type: 'string', enum: option.choices };
    case 'names':
      return { title, type: 'array', items: { type: 'string' } };
  }
}
