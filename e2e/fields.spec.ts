import { expect, test } from './pages/web-window';

test.describe('fields and bytes', () => {
  test('a field lights its bytes, a byte selects its field', async ({ opened }) => {
    await opened.goToPacket(4);
    await opened.field(/^Sequence/i).click();
    await expect.poll(() => opened.litBytes()).toEqual([38, 39, 40, 41]);
    await opened.byte(22).hover();
    await expect(opened.page.locator('.byte-hex .is-hovered')).not.toHaveCount(0);
    await opened.byte(22).click();
    const selected = opened.page.locator('[role="treeitem"][aria-selected="true"]');
    await expect(selected).toContainText('64');
    await expect.poll(() => opened.litBytes()).toEqual([22]);
    await opened.page.keyboard.press('ArrowRight');
    await expect.poll(() => opened.litBytes()).toEqual([23]);
  });

  test('the tree is walked by keys and remembers what is open', async ({ opened }) => {
    const { keyboard } = opened.page;
    await opened.field(/^Ethernet/).click();
    await keyboard.press('ArrowRight');
    await expect(opened.field(/^Ethernet/)).toHaveAttribute('aria-expanded', 'true');
    await keyboard.press('Control+ArrowDown');
    await expect(opened.tree).toHaveAccessibleName('Fields of packet 2');
    await expect(opened.field(/^Ethernet/)).toHaveAttribute('aria-expanded', 'true');
    await keyboard.press('ArrowLeft');
    await expect(opened.field(/^Ethernet/)).toHaveAttribute('aria-expanded', 'false');
    await keyboard.press('Control+ArrowLeft');
    await expect(opened.page.locator('[role="treeitem"][aria-expanded="true"]')).toHaveCount(0);
  });

  test('copies a field in many shapes and makes it a column', async ({ opened }) => {
    await opened.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const clipboard = () => opened.page.evaluate(() => navigator.clipboard.readText());
    await opened.goToPacket(4);
    const copied = async (item: string) => {
      await opened.field(/^Destination Port/i).click({ button: 'right' });
      await opened.page.getByRole('menuitem', { name: item }).click();
      return clipboard();
    };
    expect(await copied('Copy value')).toBe('80');
    expect(await copied('Copy field == value')).toBe('tcp.dstport == 80');
    expect(await copied('Copy hex stream')).toBe('0050');
    expect(await copied('Copy escaped string')).toBe('"\\x00P"');
    expect(await copied('Copy C array')).toContain('tcp_dstport[2] = {\n  0x00, 0x50\n};');
    await opened.field(/^Destination Port/i).click({ button: 'right' });
    await opened.page.getByRole('menuitem', { name: 'Apply as column' }).click();
    await expect(opened.cell(4, 'field:tcp.dstport')).toHaveText('80');
    await expect(opened.cell(2, 'field:tcp.dstport')).toHaveText('40000');
  });
});
