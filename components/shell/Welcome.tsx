import { Check, Cpu, Network, ScanSearch, ShieldCheck } from 'lucide-react';
import { setSettings } from '../../lib/app/claims/commands.ts';
import { t } from '../../lib/i18n/index.ts';
import { DropPhoto } from '../check/DropPhoto.tsx';
import { Samples } from '../check/Samples.tsx';
import { ConsoleList } from '../consoles/ConsolesView.tsx';
import { ImportPanel } from '../library/ImportPanel.tsx';
import { goTo } from '../route/useRoute.ts';
import { tryTo } from '../state/notices.ts';
import './Welcome.css';

const POINTS = [
  ['reads', ScanSearch],
  ['local', Cpu],
  ['network', Network],
  ['decides', ShieldCheck],
] as const;

/** First run on one page: what it does, what stays here, consoles, product images, a first photo. */
export function Welcome() {
  const finish = () => {
    void tryTo('first run', t('settings.failed'), () => setSettings({ firstRunDone: true }));
    goTo('claims');
  };
  return (
    <div className="stack view welcome" data-testid="first-run">
      <header className="welcome-head">
        <img src="/icon/icon.svg" alt="" width="72" height="72" />
        <div>
          <h1>{t('surfaces.welcome.title')}</h1>
          <p className="soft">{t('surfaces.welcome.text')}</p>
        </div>
      </header>
      <p className="small welcome-limits" data-testid="welcome-limits">
        {t('surfaces.welcome.limits')}
      </p>
      <ul className="welcome-points">
        {POINTS.map(([name, Icon]) => (
          <li key={name} className="card pad">
            <Icon aria-hidden="true" />
            <h2>{t(`surfaces.welcome.points.${name}.title`)}</h2>
            <p className="small soft">{t(`surfaces.welcome.points.${name}.text`)}</p>
          </li>
        ))}
      </ul>
      <Step n={1} title={t('surfaces.welcome.try')} text={t('surfaces.welcome.tryText')}>
        <Samples onReady={(key) => goTo('claims', key)} />
        <DropPhoto onChecked={(key) => goTo('claims', key)} />
      </Step>
      <Step n={2} title={t('surfaces.welcome.consoles')} text={t('surfaces.welcome.consolesText')}>
        <ConsoleList />
      </Step>
      <Step n={3} title={t('surfaces.welcome.library')} text={t('surfaces.welcome.libraryText')}>
        <ImportPanel />
      </Step>
      <div className="row-wrap">
        <button type="button" className="btn btn-primary" data-testid="first-run-done" onClick={finish}>
          <Check aria-hidden="true" />
          {t('surfaces.welcome.done')}
        </button>
      </div>
    </div>
  );
}

function Step({
  n,
  title,
  text,
  children,
}: {
  n: number;
  title: string;
  text: string;
  children: React.ReactNode;
}) {
  return (
    <section className="stack step">
      <header className="row">
        <span className="step-n num" aria-hidden="true">
          {n}
        </span>
        <div>
          <h2>{title}</h2>
          <p className="small soft">{text}</p>
        </div>
      </header>
      {children}
    </section>
  );
}
