interface Template {
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly type?: string;
  readonly accelerator?: string;
  readonly enabled?: boolean;
  readonly submenu?: readonly Template[];
  readonly click?: () => void;
}

export class MenuItemDouble {
  readonly id: string | undefined;
  readonly label: string;
  readonly accelerator: string | undefined;
  readonly enabled: boolean;
  readonly submenu: MenuDouble | undefined;

  constructor(private readonly template: Template) {
    if (template.label === undefined && template.role === undefined && template.type !== 'separator')
      throw new Error('A menu item needs a label, a role or a type.');
    this.id = template.id;
    this.label = template.label ?? template.role ?? '';
    this.accelerator = template.accelerator;
    this.enabled = template.enabled ?? true;
    this.submenu = template.submenu === undefined ? undefined : new MenuDouble(template.submenu);
  }

  click(): void {
    this.template.click?.();
  }
}

/** Stands in for `Menu`. */
export class MenuDouble {
  readonly items: readonly MenuItemDouble[];

  constructor(template: readonly Template[]) {
    this.items = template.map((item) => new MenuItemDouble(item));
  }

  getMenuItemById(id: string): MenuItemDouble | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
}

/** The class's static half, which holds the one menu of an app. */
export function menuModule() {
  let applicationMenu: MenuDouble | null = null;
  return {
    buildFromTemplate: (template: readonly Template[]) => new MenuDouble(template),
    setApplicationMenu: (menu: MenuDouble | null) => {
      applicationMenu = menu;
    },
    getApplicationMenu: () => applicationMenu,
  };
}
