import { describe, expect, it } from 'vitest';
import { buildLabelOf, isDevicePool } from '@/lib/triage/platformBuilds';

describe('the build that a platform tests', () => {
  it.each([
    ['linux2404-64-shippable', 'build-linux64-shippable/opt'],
    ['linux1804-64-shippable-qr', 'build-linux64-shippable/opt'],
    ['linux2404-64', 'build-linux64/opt'],
    ['linux2404-64-nightlyasrelease', 'build-linux64-nightlyasrelease/opt'],
    ['windows11-64-24h2-shippable', 'build-win64-shippable/opt'],
    ['windows11-64-24h2-hw-ref-shippable', 'build-win64-shippable/opt'],
    ['windows10-64-2009-shippable-qr', 'build-win64-shippable/opt'],
    ['windows11-64-24h2', 'build-win64/opt'],
    ['windows11-32-25h2-shippable', 'build-win32-shippable/opt'],
    ['windows11-aarch64-25h2-shippable', 'build-win64-aarch64-shippable/opt'],
    ['macosx1500-aarch64-shippable', 'build-macosx64-shippable/opt'],
    ['macosx1470-64-shippable', 'build-macosx64-shippable/opt'],
    ['macosx1500-aarch64', 'build-macosx64-aarch64/opt'],
    ['macosx1470-64', 'build-macosx64/opt'],
    ['android-hw-a55-14-0-aarch64-shippable', 'build-android-aarch64-shippable/opt'],
    ['android-hw-p6-13-0-arm7-shippable', 'build-android-arm-shippable/opt'],
    ['android-em-14-x86_64', 'build-android-x86_64/opt'],
  ])('%s: %s', (platform, build) => {
    expect(buildLabelOf(platform)).toBe(build);
  });

  it('is not guessed for a platform that nobody knows', () => {
    expect(buildLabelOf('plan9-64-shippable')).toBeUndefined();
  });
});

describe('device pools', () => {
  it('are macOS and Android devices, not emulators', () => {
    expect(isDevicePool('macosx1500-aarch64-shippable')).toBe(true);
    expect(isDevicePool('android-hw-a55-14-0-aarch64-shippable')).toBe(true);
    expect(isDevicePool('android-em-14-x86_64')).toBe(false);
    expect(isDevicePool('linux2404-64-shippable')).toBe(false);
  });
});
