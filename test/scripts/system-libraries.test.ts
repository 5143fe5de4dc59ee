import { expect, test } from 'vitest';
import { missingPackages, namesToInstall } from '../../scripts/system-libraries.mjs';

test('packages that dpkg does not list as installed are missing', () => {
  const listing = ['libnss3 installed', 'libgbm1 not-installed', 'libdrm2 config-files', ''];
  expect(missingPackages(['libnss3', 'libgbm1', 'libdrm2', 'xvfb'], listing.join('\n'))).toEqual([
    'libgbm1',
    'libdrm2',
    'xvfb',
  ]);
});

test('a package counts under its t64 name as well', () => {
  expect(missingPackages(['libgtk-3-0', 'libcups2'], 'libgtk-3-0t64 installed\n')).toEqual([
    'libcups2',
  ]);
});

test('nothing is missing when everything is installed', () => {
  expect(missingPackages(['libnss3'], 'libnss3 installed\n')).toEqual([]);
});

test('the name to install is the one that apt has a package for', () => {
  const records = 'Package: libgtk-3-0t64\nVersion: 3\n\nPackage: libnss3\nVersion: 2\n';
  expect(namesToInstall(['libgtk-3-0', 'libnss3', 'libasound2'], records)).toEqual([
    'libgtk-3-0t64',
    'libnss3',
    // Unknown to apt: the plain name, for a message that a reader understands.
    'libasound2',
  ]);
});
