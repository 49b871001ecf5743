/** Builds the sandbox's alerts page: index.html and its assets at fixed names, so that any server can send them. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, version as viteVersion } from 'vite';

const pageDir = dirname(fileURLToPath(import.meta.url));
const packageDir = resolve(pageDir, '../../..');
const stampName = 'sources.sha256';

/** Where `node tests/sandbox/page/build.ts` puts the page. */
export const defaultOutDir = join(packageDir, '.output', 'sandbox-page');

function sourceFiles(): string[] {
  const inSrc = readdirSync(join(pageDir, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return [join(pageDir, 'index.html'), join(pageDir, 'build.ts'), ...inSrc].sort();
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  hash.update(`vite ${viteVersion}\n`);
  for (const name of ['react', 'react-dom']) {
    hash.update(readFileSync(join(packageDir, 'node_modules', name, 'package.json')));
  }
  for (const file of sourceFiles()) {
    hash.update(`${relative(pageDir, file)}\n`);
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

async function isCurrent(outDir: string, hash: string): Promise<boolean> {
  const stamp = join(outDir, stampName);
  return (
    existsSync(stamp) && existsSync(join(outDir, 'index.html')) && (await readFile(stamp, 'utf8')) === hash
  );
}

/**
 * Bundles the page into `outDir` (`index.html`, `assets/page.js`, `assets/page.css`).
 *
 * Does nothing when the sources have not changed since the last build. Several processes may call it at once: each
 * builds beside the target and the finished folder is put in place by a rename.
 *
 * @returns true if something was built, false if the folder was already current.
 * @throws what vite throws when the sources do not compile.
 */
export async function buildPage(outDir: string = defaultOutDir): Promise<boolean> {
  const hash = sourcesHash();
  if (await isCurrent(outDir, hash)) return false;
  const scratch = `${outDir}.building-${process.pid}`;
  await mkdir(dirname(outDir), { recursive: true });
  await build({
    root: pageDir,
    configFile: false,
    envDir: false,
    mode: 'production',
    logLevel: 'warn',
    publicDir: false,
    // NODE_ENV is "test" when a test runner builds the page; React must still be the production one, as on the site.
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: scratch,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: {
        output: {
          entryFileNames: 'assets/page.js',
          chunkFileNames: 'assets/[name].js',
          assetFileNames: 'assets/page[extname]',
        },
      },
    },
  });
  await writeFile(join(scratch, stampName), hash);
  await rm(outDir, { recursive: true, force: true });
  try {
    await rename(scratch, outDir);
  } catch (error) {
    await rm(scratch, { recursive: true, force: true });
    // Another process may have put its own build there between the two lines above.
    if (!(await isCurrent(outDir, hash))) throw error;
  }
  return true;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const built = await buildPage();
  console.log(`${built ? 'Built' : 'Already current:'} ${relative(process.cwd(), defaultOutDir) || '.'}`);
}
